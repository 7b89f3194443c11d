INSERT INTO supplies (customer, station, archive, digest, standing, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (customer) DO UPDATE SET station = ?2, archive = ?3, digest = ?4, standing = ?5, version = ?6
