INSERT INTO statements (
    customer, period, issue, station, to_day, device, incarnation, history, seq, archive, before, readings, content,
    version, operator, at_ms, proposal, voided
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
ON CONFLICT (customer, period, issue) DO UPDATE
SET to_day = excluded.to_day, device = excluded.device, incarnation = excluded.incarnation,
    history = excluded.history, seq = excluded.seq, archive = excluded.archive, before = excluded.before,
    readings = excluded.readings, content = excluded.content, version = excluded.version,
    operator = excluded.operator, at_ms = excluded.at_ms, proposal = excluded.proposal, voided = excluded.voided
