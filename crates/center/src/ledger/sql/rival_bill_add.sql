INSERT INTO rival_bills (
    device, incarnation, history, seq, customer, period, terminal, operator, at_ms, content
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
