SELECT DISTINCT customer FROM payments
WHERE booked_owner IS NULL AND NOT EXISTS (SELECT 1 FROM customers WHERE customers.no = payments.customer)
