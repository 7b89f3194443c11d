SELECT * FROM prices WHERE version > ?1 AND version <= ?2
