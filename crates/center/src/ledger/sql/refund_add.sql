INSERT INTO refunds (id, task, device, incarnation, history, seq, terminal, operator, at_ms, desk, content)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT (id) DO NOTHING
