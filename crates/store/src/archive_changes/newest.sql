SELECT device, incarnation, seq
FROM archive_change
WHERE ?1 IS NULL OR customer = ?1
ORDER BY 2 DESC, 3 DESC
LIMIT ?2
