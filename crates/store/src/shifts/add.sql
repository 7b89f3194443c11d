INSERT INTO shift_sum (device, incarnation, shift, entries, payments, amount_fen)
VALUES (?, ?, ?, 1, ?, ?)
ON CONFLICT (device, incarnation, shift) DO UPDATE SET
    entries = entries + 1,
    payments = payments + excluded.payments,
    amount_fen = amount_fen + excluded.amount_fen
