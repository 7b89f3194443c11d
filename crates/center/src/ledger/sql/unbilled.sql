SELECT customer, reason, sentence FROM bill_run_refusals
WHERE run = ?1 AND (CAST(?2 AS text) IS NULL OR reason = ?2)
ORDER BY customer
LIMIT ?3
