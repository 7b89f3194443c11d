SELECT seq, bytes, hash
FROM entry
WHERE device = ? AND incarnation = ? AND seq > ?
ORDER BY seq
LIMIT ?
