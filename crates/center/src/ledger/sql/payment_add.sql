INSERT INTO payments (
    fact, id, customer, device, incarnation, history, seq, operator, terminal, desk, business_date, at_ms, reversed,
    booked_owner, placement
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
