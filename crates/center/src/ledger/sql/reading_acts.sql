SELECT * FROM reading_acts WHERE reading = ?1 ORDER BY device, incarnation, history, seq
