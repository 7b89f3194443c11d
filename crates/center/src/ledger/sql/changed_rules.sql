SELECT * FROM rules WHERE version > ?1 AND version <= ?2
