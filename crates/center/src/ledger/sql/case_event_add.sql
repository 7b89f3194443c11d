INSERT INTO case_events (case_id, version, at_ms, operator, what, note, proposal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
