SELECT no FROM customers WHERE no >= ?1 AND no < ?2
UNION
SELECT no FROM customers WHERE name >= ?1 AND name < ?2
ORDER BY no LIMIT ?3
