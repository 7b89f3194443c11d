SELECT locked_until_ms FROM sign_in_attempts WHERE subject = ?1 AND locked_until_ms > ?2
