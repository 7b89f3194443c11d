INSERT INTO settings (name, effective_from, content) VALUES (?1, ?2, ?3)
ON CONFLICT (name, effective_from) DO UPDATE SET content = excluded.content
