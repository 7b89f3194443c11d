INSERT INTO bill_runs (id, kind, wish, started_ms, finished_ms, through, until, summary)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (id) DO UPDATE
SET finished_ms = excluded.finished_ms, through = excluded.through, summary = excluded.summary
