SELECT * FROM archive_changes WHERE customer = ?1 ORDER BY id
