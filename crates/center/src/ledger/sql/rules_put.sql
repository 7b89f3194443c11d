INSERT INTO rules (id, content, version) VALUES (1, ?1, ?2)
ON CONFLICT (id) DO UPDATE SET content = excluded.content, version = excluded.version
