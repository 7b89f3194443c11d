SELECT content FROM supply_documents WHERE customer = ?1 AND archive = ?2
