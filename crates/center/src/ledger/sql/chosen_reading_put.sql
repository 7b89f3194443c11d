INSERT INTO chosen_readings (proposal, reading, customer, period, undone) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (proposal, reading) DO UPDATE SET undone = excluded.undone
