SELECT * FROM acts
WHERE (CAST(?1 AS text) IS NULL OR seq IN (SELECT seq FROM act_subjects WHERE subject = ?1))
    AND (CAST(?2 AS text) IS NULL OR name = ?2)
    AND (CAST(?3 AS bigint) IS NULL OR operator = ?3)
    AND at_ms >= ?4 AND at_ms <= ?5 AND seq < ?6
ORDER BY seq DESC LIMIT ?7
