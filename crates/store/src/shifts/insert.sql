INSERT INTO shift (no, device, incarnation, seq, cashier, business_date, opening_fen, opened_at_ms, drawer_fen)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7)
