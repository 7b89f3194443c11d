INSERT INTO units (code, parent, level, name, version) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (code) DO UPDATE
SET parent = excluded.parent, level = excluded.level, name = excluded.name, version = excluded.version
