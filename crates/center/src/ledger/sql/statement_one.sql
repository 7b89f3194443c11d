SELECT content FROM statements
WHERE customer = (SELECT id FROM customers WHERE no = ?1) AND period = ?2 AND issue = ?3
