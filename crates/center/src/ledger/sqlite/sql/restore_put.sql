INSERT INTO restore_requests (
    id, customer, payment, asked_at_ms, due_at_ms, terminal, heard_ms, device, incarnation, history, seq
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT (id) DO UPDATE
SET device = ifnull(device, ?8), incarnation = ifnull(incarnation, ?9), history = ifnull(history, ?10),
    seq = ifnull(seq, ?11)
