DELETE FROM attachments WHERE hash = ?1
