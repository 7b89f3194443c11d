WHERE reading.point = ?1 AND reading.period < ?2
ORDER BY reading.period DESC
LIMIT ?3
