INSERT INTO archive_edits (customer, field, at_ms) VALUES (?1, ?2, ?3)
ON CONFLICT (customer, field) DO UPDATE SET at_ms = excluded.at_ms
