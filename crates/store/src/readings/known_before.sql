AND known_reading.point = ?1 AND known_reading.period < ?2
ORDER BY known_reading.period DESC
LIMIT ?3
