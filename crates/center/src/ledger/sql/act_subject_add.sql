INSERT INTO act_subjects (subject, seq) VALUES (?1, ?2)
