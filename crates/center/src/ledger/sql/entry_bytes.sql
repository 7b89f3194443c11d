SELECT bytes FROM entries
WHERE device = ?1 AND incarnation = ?2 AND history = ?3 AND seq BETWEEN ?4 AND ?5
ORDER BY seq
