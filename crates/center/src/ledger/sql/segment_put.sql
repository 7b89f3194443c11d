INSERT INTO segments (no, station, content, version) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (no) DO UPDATE SET station = excluded.station, content = excluded.content, version = excluded.version
