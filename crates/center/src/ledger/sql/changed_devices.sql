SELECT * FROM devices WHERE version > ?1 AND version <= ?2
