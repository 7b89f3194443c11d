SELECT * FROM readings
WHERE station = ?1 AND version > ?2
ORDER BY version
LIMIT ?3
