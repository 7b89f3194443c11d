SELECT payment.device, payment.incarnation, payment.seq, payment.id, payment.receipt, reversal.payment IS NOT NULL
FROM payment
LEFT JOIN reversal ON reversal.payment = payment.id
WHERE payment.customer = ?
ORDER BY payment.business_date DESC, payment.incarnation DESC, payment.seq DESC
