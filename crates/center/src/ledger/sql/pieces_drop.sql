DELETE FROM attachment_pieces WHERE hash = ?1
