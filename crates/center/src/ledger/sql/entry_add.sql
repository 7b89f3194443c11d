INSERT INTO entries (device, incarnation, history, seq, kind, parked, received_ms, hash, bytes)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
