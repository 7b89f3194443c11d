SELECT * FROM restore_requests ORDER BY due_at_ms DESC, id LIMIT ?1
