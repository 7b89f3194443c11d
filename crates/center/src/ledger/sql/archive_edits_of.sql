SELECT field, at_ms FROM archive_edits WHERE customer = ?1 ORDER BY field
