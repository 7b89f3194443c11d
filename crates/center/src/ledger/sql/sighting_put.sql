INSERT INTO sightings (device, at_ms, unsent, oldest_unsent_ms, clock_off_ms, program, free_mib, replica_mib)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (device) DO UPDATE
SET at_ms = excluded.at_ms, unsent = excluded.unsent, oldest_unsent_ms = excluded.oldest_unsent_ms,
    clock_off_ms = excluded.clock_off_ms, program = excluded.program,
    free_mib = excluded.free_mib, replica_mib = excluded.replica_mib
