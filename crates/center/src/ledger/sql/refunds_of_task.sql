SELECT * FROM refunds WHERE task = ?1 ORDER BY id
