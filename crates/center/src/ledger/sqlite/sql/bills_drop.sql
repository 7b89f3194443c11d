DELETE FROM bills WHERE customer = ?1
