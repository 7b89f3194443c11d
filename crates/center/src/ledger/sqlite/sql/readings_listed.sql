SELECT * FROM readings
WHERE period = ?1 AND (?2 IS NULL OR segment = ?2)
ORDER BY segment, customer, at_ms, id
LIMIT ?3
