SELECT count(*) AS total FROM act_subjects WHERE subject = ?1
