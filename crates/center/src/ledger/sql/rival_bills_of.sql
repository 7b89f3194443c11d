SELECT * FROM rival_bills WHERE customer = ?1 AND period >= ?2 ORDER BY device, incarnation, history, seq
