SELECT state
FROM supply
WHERE customer IN (SELECT customer FROM supply_point WHERE segment = ?)
ORDER BY customer
