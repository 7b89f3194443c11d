UPDATE customers SET prepaid = ?2, tail = ?3, arrears = ?4, served = ?5, version = ?6 WHERE id = ?1
