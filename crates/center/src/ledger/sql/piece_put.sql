INSERT INTO attachment_pieces (hash, "offset", bytes) VALUES (?1, ?2, ?3)
ON CONFLICT (hash, "offset") DO UPDATE SET bytes = excluded.bytes
