SELECT * FROM seals
WHERE device = ?1 AND incarnation = ?2 AND history = ?3 AND seq >= ?4
ORDER BY seq LIMIT 1
