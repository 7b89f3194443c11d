DELETE FROM bills WHERE customer = ?1 AND NOT issued
