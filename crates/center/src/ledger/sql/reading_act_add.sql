INSERT INTO reading_acts (
    reading, device, incarnation, history, seq, act, operator, at_ms, note, registers
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (reading, device, incarnation, history, seq) DO NOTHING
