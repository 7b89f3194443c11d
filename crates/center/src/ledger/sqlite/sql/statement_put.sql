INSERT INTO statements (
    customer, period, issue, station, to_day, device, incarnation, history, seq, archive, before, readings, content,
    version
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
ON CONFLICT (customer, period, issue) DO UPDATE SET before = ?11, readings = ?12
