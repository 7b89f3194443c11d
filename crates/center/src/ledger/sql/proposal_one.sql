SELECT * FROM proposals WHERE id = ?1
