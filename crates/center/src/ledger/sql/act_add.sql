INSERT INTO acts (seq, at_ms, operator, kind, name, hash, seal, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
