INSERT INTO cases (id, subject, kind, status, customer, opened_ms, conflict, version, owner, proposal, decision, rests)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (id) DO UPDATE SET status = excluded.status, conflict = excluded.conflict, version = excluded.version,
    owner = excluded.owner, proposal = excluded.proposal, decision = excluded.decision, rests = excluded.rests
