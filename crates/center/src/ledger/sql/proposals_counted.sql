SELECT count(*) AS total FROM proposals
WHERE (CAST(?1 AS bigint) IS NULL OR state = ?1)
    AND (CAST(?2 AS bigint) IS NULL OR proposed_by = ?2)
    AND (CAST(?3 AS text) IS NULL OR matter = ?3)
