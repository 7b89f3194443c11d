SELECT * FROM readings WHERE customer = ?1 ORDER BY period DESC, at_ms DESC, id LIMIT ?2
