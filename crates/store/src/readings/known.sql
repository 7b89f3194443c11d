SELECT
    known_reading.known,
    max(coalesce(reading_state.state, 0), known_reading.state),
    coalesce(reading_state.reviewer, known_reading.reviewer),
    CASE WHEN reading_state.reviewer IS NULL THEN known_reading.note ELSE reading_state.note END,
    reading_request.device, reading_request.incarnation, reading_request.seq
FROM known_reading
LEFT JOIN reading_state ON reading_state.reading = known_reading.id
LEFT JOIN reading_request ON reading_request.reading = known_reading.id
    AND reading_request.seq = (SELECT max(seq) FROM reading_request AS later WHERE later.reading = known_reading.id)
WHERE NOT EXISTS (SELECT 1 FROM reading WHERE reading.id = known_reading.id)
