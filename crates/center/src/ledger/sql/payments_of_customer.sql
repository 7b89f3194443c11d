SELECT customer, fact, device, incarnation, history, seq, operator, terminal, desk, business_date, at_ms, reversed, set_aside,
    booked_owner, placement, bytes
FROM payments LEFT JOIN entries USING (device, incarnation, history, seq)
WHERE customer = ?1
ORDER BY fact
