SELECT * FROM rounds WHERE period = ?1 ORDER BY at_ms, device, seq
