SELECT customer FROM payments WHERE id = ?1
