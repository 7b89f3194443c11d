SELECT * FROM case_events WHERE case_id = ?1 ORDER BY version
