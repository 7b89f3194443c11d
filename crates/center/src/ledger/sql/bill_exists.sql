SELECT 1 FROM bills WHERE customer = ?1 AND period = ?2 AND issue = 1
