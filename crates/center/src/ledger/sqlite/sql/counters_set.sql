UPDATE counters SET version = max(version, ?1), last_fact = max(last_fact, ?2) WHERE id = 1
