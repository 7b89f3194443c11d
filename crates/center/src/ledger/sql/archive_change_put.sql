INSERT INTO archive_changes (
    id, customer, device, incarnation, history, seq, terminal, operator, at_ms, heard_ms, content, parallel, proposal,
    former
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
ON CONFLICT (id) DO UPDATE SET proposal = excluded.proposal, former = excluded.former
