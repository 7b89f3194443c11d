SELECT DISTINCT fact, terminal, desk, payments.device, payments.incarnation, payments.history, payments.seq
FROM reversals JOIN payments ON payments.id = reversals.payment AND payments.reversed
WHERE reversals.business_date = ?1
ORDER BY desk, terminal, fact
