SELECT terminal, desk, bytes
FROM payments LEFT JOIN entries USING (device, incarnation, history, seq)
WHERE reversed = 1 AND id IN (SELECT payment FROM reversals WHERE business_date = ?1)
ORDER BY desk, terminal, fact
