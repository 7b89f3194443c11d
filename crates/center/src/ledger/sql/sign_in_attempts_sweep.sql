DELETE FROM sign_in_attempts WHERE first_ms < ?1
