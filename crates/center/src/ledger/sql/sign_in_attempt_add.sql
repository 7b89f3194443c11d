INSERT INTO sign_in_attempts (subject, failures, first_ms, locked_until_ms) VALUES (?1, 1, ?2, NULL)
ON CONFLICT (subject) DO UPDATE
SET failures = CASE WHEN sign_in_attempts.first_ms <= ?3 OR sign_in_attempts.locked_until_ms <= ?2
        THEN 1 ELSE sign_in_attempts.failures + 1 END,
    first_ms = CASE WHEN sign_in_attempts.first_ms <= ?3 OR sign_in_attempts.locked_until_ms <= ?2
        THEN ?2 ELSE sign_in_attempts.first_ms END,
    locked_until_ms = NULL
