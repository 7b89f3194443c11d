UPDATE sign_in_attempts SET failures = failures - 1, locked_until_ms = NULL WHERE subject = ?1 AND failures > 0
