SELECT * FROM operators WHERE id = ?1
