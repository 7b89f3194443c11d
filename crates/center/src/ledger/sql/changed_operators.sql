SELECT * FROM operators WHERE version > ?1 AND version <= ?2 AND unit = ?3
