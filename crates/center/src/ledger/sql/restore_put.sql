INSERT INTO restore_requests (
    id, customer, payment, asked_at_ms, due_at_ms, terminal, heard_ms, device, incarnation, history, seq
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT (id) DO UPDATE
SET device = coalesce(restore_requests.device, excluded.device),
    incarnation = coalesce(restore_requests.incarnation, excluded.incarnation),
    history = coalesce(restore_requests.history, excluded.history),
    seq = coalesce(restore_requests.seq, excluded.seq)
