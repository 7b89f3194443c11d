SELECT * FROM console_sessions WHERE digest = ?1
