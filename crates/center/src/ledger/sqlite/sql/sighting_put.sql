INSERT INTO sightings (device, at_ms, unsent, oldest_unsent_ms, clock_off_ms, program)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (device) DO UPDATE
SET at_ms = ?2, unsent = ?3, oldest_unsent_ms = ?4, clock_off_ms = ?5, program = ?6
