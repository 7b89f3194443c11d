INSERT INTO shifts (
    device, incarnation, history, shift, cashier, business_date, opening_cash, counted_cash, expected_cash, entries,
    payments, amount
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (device, incarnation, history, shift) DO UPDATE
SET cashier = coalesce(excluded.cashier, shifts.cashier),
    business_date = coalesce(excluded.business_date, shifts.business_date),
    opening_cash = shifts.opening_cash + excluded.opening_cash,
    counted_cash = coalesce(excluded.counted_cash, shifts.counted_cash),
    expected_cash = coalesce(excluded.expected_cash, shifts.expected_cash),
    entries = shifts.entries + excluded.entries,
    payments = shifts.payments + excluded.payments,
    amount = shifts.amount + excluded.amount
