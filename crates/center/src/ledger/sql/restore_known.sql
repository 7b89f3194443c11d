SELECT 1 FROM restore_requests WHERE id = ?1
