DELETE FROM bills WHERE customer = ?1 AND issued = 0
