INSERT INTO console_sessions (digest, operator, started_ms, seen_ms) VALUES (?1, ?2, ?3, ?3)
