SELECT supplies.*, supply_documents.content, customers.no, customers.unit
FROM supplies JOIN supply_documents USING (customer, archive) JOIN customers ON customers.id = supplies.customer
WHERE supplies.customer > ?1 AND supplies.customer <= ?2
    AND (?3 IS NULL OR customers.unit IN (SELECT value FROM json_each(?3)))
ORDER BY supplies.customer
