SELECT * FROM reading_acts WHERE reading = ?1
