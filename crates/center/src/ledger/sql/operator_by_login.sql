SELECT * FROM operators WHERE login = ?1
