SELECT * FROM notices WHERE customer = ?1 ORDER BY at_ms, device, seq
