SELECT supplies.*, supply_documents.content
FROM supplies JOIN supply_documents USING (customer, archive)
WHERE supplies.customer = ?1
