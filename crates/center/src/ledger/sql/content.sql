SELECT content FROM customers WHERE no = ?1
