SELECT no, cashier, business_date, opening_fen, opened_at_ms, counted_fen, expected_fen
FROM shift
