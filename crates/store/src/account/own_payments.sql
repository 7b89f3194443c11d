SELECT
    payment.device, payment.incarnation, payment.seq,
    coalesce(payment.seq <= taken.seq, 0),
    reversal.seq IS NOT NULL,
    coalesce(reversal.seq <= undone.seq, 0)
FROM payment
LEFT JOIN reversal ON reversal.payment = payment.id
LEFT JOIN applied_through AS taken
    ON taken.customer = payment.customer
    AND taken.device = payment.device AND taken.incarnation = payment.incarnation
LEFT JOIN applied_through AS undone
    ON undone.customer = payment.customer
    AND undone.device = reversal.device AND undone.incarnation = reversal.incarnation
WHERE payment.customer = ?
ORDER BY payment.device, payment.incarnation, payment.seq
