INSERT INTO case_sides (
    case_id, place, device, incarnation, history, seq, terminal, operator, receipt, amount, at_ms
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
