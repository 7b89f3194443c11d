INSERT INTO units (code, parent, level, name, version) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (code) DO UPDATE SET parent = ?2, level = ?3, name = ?4, version = ?5
