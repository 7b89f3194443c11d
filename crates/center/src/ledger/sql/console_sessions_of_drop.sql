DELETE FROM console_sessions WHERE operator = ?1
