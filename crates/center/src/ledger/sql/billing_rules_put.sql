INSERT INTO billing_rules (effective_from, content, version) VALUES (?1, ?2, ?3)
ON CONFLICT (effective_from) DO UPDATE SET content = excluded.content, version = excluded.version
