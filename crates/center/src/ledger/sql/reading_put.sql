INSERT INTO readings (
    id, customer, period, segment, station, device, incarnation, history, seq, operator, terminal, at_ms, content,
    state, reviewer, note, born, version
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
ON CONFLICT (id) DO UPDATE
SET state = excluded.state, reviewer = excluded.reviewer, note = excluded.note, version = excluded.version
