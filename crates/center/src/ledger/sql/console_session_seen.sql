UPDATE console_sessions SET seen_ms = ?2 WHERE digest = ?1
