SELECT customer FROM payments WHERE id = ?1 ORDER BY customer, fact
