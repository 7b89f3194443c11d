UPDATE second_factors SET last_step = ?2, confirmed_ms = coalesce(confirmed_ms, ?3) WHERE operator = ?1 AND last_step < ?2
