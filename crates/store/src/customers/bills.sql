SELECT period, issue, elec_type, energy_kwh, amount_fen, penalty_start, lock
FROM bill
WHERE customer = ?
ORDER BY period, issue
