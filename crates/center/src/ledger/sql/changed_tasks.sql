SELECT content, version FROM tasks WHERE version > ?1 AND version <= ?2 AND device = ?3
