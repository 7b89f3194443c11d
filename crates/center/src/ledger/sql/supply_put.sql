INSERT INTO supplies (customer, station, archive, digest, standing, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (customer) DO UPDATE
SET station = excluded.station, archive = excluded.archive, digest = excluded.digest, standing = excluded.standing,
    version = excluded.version
