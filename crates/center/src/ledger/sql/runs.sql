SELECT * FROM bill_runs ORDER BY id
