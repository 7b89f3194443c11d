UPDATE readings SET station = ?2, version = ?3 WHERE customer = ?1
