SELECT * FROM chosen_readings WHERE customer = ?1 AND period >= ?2 AND undone = 0 ORDER BY proposal, reading
