INSERT INTO second_factors (operator, salt, confirmed_ms, last_step) VALUES (?1, ?2, NULL, 0)
ON CONFLICT (operator) DO NOTHING
