INSERT INTO cases (id, subject, kind, status, customer, opened_ms, conflict, version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (id) DO UPDATE SET status = ?4, conflict = ?7, version = ?8
