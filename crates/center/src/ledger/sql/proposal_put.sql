INSERT INTO proposals (
    id, seq, matter, content, note, state, alone, proposed_by, proposed_ms, answered_by, answered_ms, answer_note, preview,
    undone_by
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, answered_by = excluded.answered_by,
    answered_ms = excluded.answered_ms, answer_note = excluded.answer_note, undone_by = excluded.undone_by
