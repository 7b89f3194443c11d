DELETE FROM case_sides WHERE case_id = ?1
