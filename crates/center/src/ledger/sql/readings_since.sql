SELECT * FROM readings WHERE customer = ?1 AND period >= ?2 ORDER BY period, at_ms, id
