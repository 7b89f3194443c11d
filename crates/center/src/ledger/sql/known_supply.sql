SELECT customers.id, customers.station, digest
FROM customers LEFT JOIN supplies ON supplies.customer = customers.id
WHERE no = ?1
