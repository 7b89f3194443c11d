INSERT INTO postings (posted_ms, cause, unit, account, amount) VALUES (?1, ?2, ?3, ?4, ?5)
