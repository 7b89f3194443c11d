INSERT INTO tasks (id, proposal, case_id, device, state, content, answered_by, answered_ms, answer_note, version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, content = excluded.content, answered_by = excluded.answered_by,
    answered_ms = excluded.answered_ms, answer_note = excluded.answer_note, version = excluded.version
