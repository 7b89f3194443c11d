SELECT * FROM statements WHERE customer = ?1 AND period >= ?2 ORDER BY period, issue
