SELECT shift, entries, payments, amount FROM shifts
WHERE device = ?1 AND incarnation = ?2 AND history = ?3
ORDER BY shift
