SELECT customers.no, min(period) AS period
FROM statements JOIN customers ON customers.id = statements.customer
WHERE statements.customer > ?1 AND statements.customer <= ?2 AND to_day >= ?3
GROUP BY statements.customer, customers.no
ORDER BY statements.customer
