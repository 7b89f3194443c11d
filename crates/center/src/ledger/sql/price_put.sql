INSERT INTO prices (id, content, version) VALUES (?1, ?2, ?3)
ON CONFLICT (id) DO UPDATE SET content = excluded.content, version = excluded.version
