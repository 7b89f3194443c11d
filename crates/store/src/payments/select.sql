SELECT
    payment.device, payment.incarnation, payment.seq, payment.cashier, payment.at_ms, payment.reprints,
    reversal.device, reversal.incarnation, reversal.seq
FROM payment
LEFT JOIN reversal ON reversal.payment = payment.id
