SELECT terminal, desk, bytes
FROM payments LEFT JOIN entries USING (device, incarnation, history, seq)
WHERE business_date = ?1
ORDER BY desk, terminal, fact
