-- A payment whose reversal the center's rows contain has left the bill again, and one beyond them is placed later.
SELECT seen_bill.bill
FROM payment
JOIN seen_bill
    ON seen_bill.device = payment.device AND seen_bill.incarnation = payment.incarnation
    AND seen_bill.seq = payment.seq
JOIN applied_through AS taken
    ON taken.customer = payment.customer
    AND taken.device = payment.device AND taken.incarnation = payment.incarnation
LEFT JOIN reversal ON reversal.payment = payment.id
LEFT JOIN applied_through AS undone
    ON undone.customer = payment.customer
    AND undone.device = reversal.device AND undone.incarnation = reversal.incarnation
WHERE payment.customer = ?1 AND seen_bill.period = ?2 AND seen_bill.issue = ?3
    AND payment.seq <= taken.seq
    AND NOT coalesce(reversal.seq <= undone.seq, 0)
ORDER BY payment.incarnation DESC, payment.seq DESC
LIMIT 1
