INSERT INTO bill_run_refusals (run, customer, reason, sentence) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (run, customer) DO UPDATE SET reason = excluded.reason, sentence = excluded.sentence
