SELECT * FROM segments WHERE version > ?1 AND version <= ?2 AND station = ?3
