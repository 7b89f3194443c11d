SELECT * FROM readings INDEXED BY readings_by_change
WHERE station = ?1 AND version > ?2
ORDER BY version
