SELECT content, period, version FROM statements
WHERE device IS NULL AND voided = 0 AND station = ?1 AND version > ?2 AND period >= ?4
ORDER BY version
LIMIT ?3
