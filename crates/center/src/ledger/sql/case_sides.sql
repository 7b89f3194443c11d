SELECT * FROM case_sides WHERE case_id = ?1 ORDER BY place
