SELECT payment, paid_on, amount_fen, terminal
FROM past_payment
WHERE customer = (SELECT id FROM customer WHERE no = ?)
ORDER BY line
