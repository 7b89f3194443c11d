SELECT device, incarnation, seq
FROM reading_import
ORDER BY device DESC, incarnation DESC, seq DESC
LIMIT ?
