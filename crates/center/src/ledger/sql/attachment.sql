SELECT length, held FROM attachments WHERE hash = ?1
