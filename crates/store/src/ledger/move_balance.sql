INSERT INTO balance (unit, account, amount_fen)
VALUES (?, ?, ?)
ON CONFLICT (unit, account) DO UPDATE SET amount_fen = amount_fen + excluded.amount_fen
