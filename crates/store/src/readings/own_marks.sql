SELECT
    reading.point, reading.id, reading.read_on, reading.method, reading.energy_kwh, reading.total,
    reading.estimated, reading.anomaly, reading.at_ms,
    max(coalesce(reading_state.state, 0), coalesce(known_reading.state, 0)),
    coalesce(seen_judgement.severity, 0), 1
FROM round_point
JOIN reading ON reading.point = round_point.point AND reading.period = round_point.period
LEFT JOIN reading_state ON reading_state.reading = reading.id
LEFT JOIN known_reading ON known_reading.id = reading.id
LEFT JOIN seen_judgement
    ON seen_judgement.device = reading.device AND seen_judgement.incarnation = reading.incarnation
    AND seen_judgement.seq = reading.seq
WHERE round_point.segment = ? AND round_point.period = ?
