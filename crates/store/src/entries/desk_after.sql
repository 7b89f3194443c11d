SELECT seq, desk, bytes
FROM entry
WHERE device = ? AND incarnation = ? AND seq > ?
ORDER BY seq
LIMIT ?
