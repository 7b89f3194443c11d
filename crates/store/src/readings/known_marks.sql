SELECT
    known_reading.point, known_reading.id, known_reading.read_on, known_reading.method, known_reading.energy_kwh,
    known_reading.total, known_reading.estimated, known_reading.anomaly, known_reading.at_ms,
    max(coalesce(reading_state.state, 0), known_reading.state),
    0, 0
FROM round_point
JOIN known_reading ON known_reading.point = round_point.point AND known_reading.period = round_point.period
LEFT JOIN reading_state ON reading_state.reading = known_reading.id
WHERE round_point.segment = ? AND round_point.period = ?
    AND NOT EXISTS (SELECT 1 FROM reading WHERE reading.id = known_reading.id)
