INSERT INTO operators (id, login, name, unit, roles, verifier, suspended_ms, version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (id) DO UPDATE
SET login = excluded.login, name = excluded.name, unit = excluded.unit, roles = excluded.roles,
    verifier = excluded.verifier, suspended_ms = excluded.suspended_ms, version = excluded.version
