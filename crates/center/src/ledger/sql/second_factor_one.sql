SELECT * FROM second_factors WHERE operator = ?1
