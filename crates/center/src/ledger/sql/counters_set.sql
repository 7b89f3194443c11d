UPDATE counters
SET version = CASE WHEN version > ?1 THEN version ELSE ?1 END,
    last_fact = CASE WHEN last_fact > ?2 THEN last_fact ELSE ?2 END
WHERE id = 1
