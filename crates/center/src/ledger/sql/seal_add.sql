INSERT INTO seals (device, incarnation, history, seq, hash, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (device, incarnation, history, seq) DO NOTHING
