DELETE FROM bills WHERE customer = ?1 AND period = ?2 AND issue = ?3
