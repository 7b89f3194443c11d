UPDATE sign_in_attempts SET locked_until_ms = ?2 WHERE subject = ?1 AND failures >= ?3
