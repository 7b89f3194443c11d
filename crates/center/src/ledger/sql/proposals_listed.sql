SELECT * FROM proposals
WHERE (CAST(?1 AS bigint) IS NULL OR state = ?1)
    AND (CAST(?2 AS bigint) IS NULL OR proposed_by = ?2)
    AND (CAST(?3 AS text) IS NULL OR matter = ?3)
ORDER BY seq DESC LIMIT ?4 OFFSET ?5
