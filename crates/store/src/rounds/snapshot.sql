SELECT customer, state
FROM round_snapshot
WHERE device = ? AND incarnation = ? AND seq = ?
ORDER BY customer
