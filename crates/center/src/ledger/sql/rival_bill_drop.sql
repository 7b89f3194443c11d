DELETE FROM rival_bills WHERE device = ?1 AND incarnation = ?2 AND history = ?3 AND seq = ?4
