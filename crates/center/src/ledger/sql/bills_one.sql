SELECT period, issue, elec_type, energy_kwh, amount, penalty_start, lock, settled, was_open, issued
FROM bills
WHERE customer = ?1 AND period = ?2 AND issue = ?3
