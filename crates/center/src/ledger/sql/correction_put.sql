INSERT INTO corrections (id, customer, digest, content, period, issue) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (id) DO UPDATE SET period = excluded.period, issue = excluded.issue
