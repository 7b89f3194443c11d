INSERT INTO deeds (proposal, part, row_key, deed, undone) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (proposal, part) DO UPDATE SET undone = excluded.undone
