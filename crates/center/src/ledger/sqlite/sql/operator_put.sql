INSERT INTO operators (id, login, name, unit, roles, verifier, suspended_ms, version)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (id) DO UPDATE
SET login = ?2, name = ?3, unit = ?4, roles = ?5, verifier = ?6, suspended_ms = ?7, version = ?8
