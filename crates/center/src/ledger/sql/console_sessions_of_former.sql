DELETE FROM console_sessions
WHERE operator = ?1 AND EXISTS (SELECT 1 FROM operators WHERE id = ?1 AND verifier <> ?2)
