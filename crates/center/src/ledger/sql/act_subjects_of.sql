SELECT subject FROM act_subjects WHERE seq = ?1 ORDER BY subject
