INSERT INTO enrolment_codes (digest, unit, terminal, expires_ms, device) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (digest) DO UPDATE SET device = excluded.device
