SELECT * FROM reading_imports ORDER BY at_ms DESC, device, seq LIMIT ?1
