SELECT period, issue, elec_type, energy_kwh, amount, penalty_start, lock, settled, was_open, issued
FROM bills
WHERE customer = ?1 AND was_open = 1
ORDER BY period, issue
