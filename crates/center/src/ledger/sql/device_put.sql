INSERT INTO devices (id, terminal, unit, key, incarnation, enrolled_ms, suspended_ms, version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (id) DO UPDATE
SET incarnation = excluded.incarnation, suspended_ms = excluded.suspended_ms, version = excluded.version
