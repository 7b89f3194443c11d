SELECT * FROM corrections WHERE customer = ?1 ORDER BY id
