INSERT INTO reading_state VALUES (?, ?, ?, ?)
ON CONFLICT (reading) DO UPDATE SET
    state = max(state, excluded.state),
    reviewer = coalesce(excluded.reviewer, reviewer),
    note = CASE WHEN excluded.reviewer IS NULL THEN note ELSE excluded.note END
