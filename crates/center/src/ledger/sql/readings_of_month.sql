SELECT * FROM readings WHERE customer = ?1 AND period = ?2 ORDER BY at_ms, id
