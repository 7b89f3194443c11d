SELECT 1 FROM corrections WHERE digest = ?1
