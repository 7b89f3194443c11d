INSERT INTO departures (no, station, version) VALUES (?1, ?2, ?3)
ON CONFLICT (station, no) DO UPDATE SET version = excluded.version
