SELECT * FROM readings
WHERE period = ?1 AND (CAST(?2 AS text) IS NULL OR segment = ?2)
ORDER BY segment NULLS FIRST, customer, at_ms, id
LIMIT ?3
