SELECT * FROM tasks
WHERE (CAST(?1 AS bigint) IS NULL OR state = ?1)
    AND (CAST(?2 AS bigint) IS NULL OR device = ?2)
    AND (CAST(?3 AS bigint) IS NULL OR case_id = ?3)
ORDER BY version DESC LIMIT ?4
