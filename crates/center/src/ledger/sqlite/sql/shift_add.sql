INSERT INTO shifts (
    device, incarnation, history, shift, cashier, business_date, opening_cash, counted_cash, expected_cash, entries,
    payments, amount
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (device, incarnation, history, shift) DO UPDATE
SET cashier = ifnull(?5, cashier),
    business_date = ifnull(?6, business_date),
    opening_cash = opening_cash + ?7,
    counted_cash = ifnull(?8, counted_cash),
    expected_cash = ifnull(?9, expected_cash),
    entries = entries + ?10,
    payments = payments + ?11,
    amount = amount + ?12
