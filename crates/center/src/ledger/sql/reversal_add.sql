INSERT INTO reversals (id, device, incarnation, history, seq, payment, business_date)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
