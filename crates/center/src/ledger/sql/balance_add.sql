INSERT INTO balances (unit, account, amount) VALUES (?1, ?2, ?3)
ON CONFLICT (unit, account) DO UPDATE SET amount = balances.amount + excluded.amount
