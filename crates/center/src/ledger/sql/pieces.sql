SELECT bytes FROM attachment_pieces WHERE hash = ?1 ORDER BY "offset"
