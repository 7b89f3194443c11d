SELECT customer, period FROM readings WHERE id = ?1
