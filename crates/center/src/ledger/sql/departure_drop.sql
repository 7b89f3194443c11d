DELETE FROM departures WHERE no = ?1 AND station = ?2
