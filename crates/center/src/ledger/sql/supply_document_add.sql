INSERT INTO supply_documents (customer, archive, content) VALUES (?1, ?2, ?3)
