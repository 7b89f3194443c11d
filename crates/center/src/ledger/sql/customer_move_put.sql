INSERT INTO customer_moves (customer, unit, after_fact, at_ms) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (customer, unit) DO UPDATE SET after_fact = excluded.after_fact, at_ms = excluded.at_ms
