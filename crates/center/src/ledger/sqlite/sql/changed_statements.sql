SELECT content, period, version FROM statements INDEXED BY statements_by_change
WHERE device IS NULL AND station = ?1 AND version > ?2 AND period >= ?3
ORDER BY version
