SELECT * FROM units WHERE version > ?1 AND version <= ?2
