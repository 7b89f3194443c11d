SELECT * FROM settings WHERE name = ?1 ORDER BY effective_from
