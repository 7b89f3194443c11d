DELETE FROM console_sessions WHERE started_ms < ?1 OR seen_ms < ?2
