SELECT * FROM deeds WHERE proposal = ?1 ORDER BY part
