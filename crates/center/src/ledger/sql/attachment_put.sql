INSERT INTO attachments (hash, length, held) VALUES (?1, ?2, ?3)
ON CONFLICT (hash) DO UPDATE SET held = excluded.held
