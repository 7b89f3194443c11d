SELECT * FROM payments WHERE customer = ?1 ORDER BY fact
