SELECT * FROM histories WHERE device = ?1 AND incarnation = ?2 ORDER BY history
