SELECT
    reading.device, reading.incarnation, reading.seq,
    max(coalesce(reading_state.state, 0), coalesce(known_reading.state, 0)),
    coalesce(reading_state.reviewer, known_reading.reviewer),
    CASE WHEN reading_state.reviewer IS NULL THEN coalesce(known_reading.note, '') ELSE reading_state.note END,
    seen_judgement.judgement,
    reading_request.device, reading_request.incarnation, reading_request.seq
FROM reading
LEFT JOIN reading_state ON reading_state.reading = reading.id
LEFT JOIN known_reading ON known_reading.id = reading.id
LEFT JOIN seen_judgement USING (device, incarnation, seq)
LEFT JOIN reading_request ON reading_request.reading = reading.id
    AND reading_request.seq = (SELECT max(seq) FROM reading_request AS later WHERE later.reading = reading.id)
