SELECT supplies.*, supply_documents.content
FROM supplies JOIN supply_documents USING (customer, archive)
WHERE station = ?1 AND version > ?2
ORDER BY version
LIMIT ?3
