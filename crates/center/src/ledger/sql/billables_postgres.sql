SELECT supplies.*, supply_documents.content, customers.no, customers.unit
FROM supplies JOIN supply_documents USING (customer, archive) JOIN customers ON customers.id = supplies.customer
WHERE supplies.customer > ?1 AND supplies.customer <= ?2
    AND (CAST(?3 AS text) IS NULL OR customers.unit IN (SELECT json_array_elements_text(CAST(?3 AS json))))
ORDER BY supplies.customer
