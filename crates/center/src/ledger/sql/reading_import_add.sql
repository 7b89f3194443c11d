INSERT INTO reading_imports (device, incarnation, history, seq, terminal, operator, at_ms, content)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
