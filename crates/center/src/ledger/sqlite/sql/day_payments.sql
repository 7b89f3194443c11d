SELECT terminal, desk, device, incarnation, history, seq FROM payments
WHERE business_date = ?1
ORDER BY desk, terminal, fact
