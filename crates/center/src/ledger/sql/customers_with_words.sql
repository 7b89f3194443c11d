SELECT no FROM customers
WHERE (name LIKE ?1 ESCAPE '\' OR address LIKE ?1 ESCAPE '\') AND name || ' ' || address || ' ' || phone LIKE ?2 ESCAPE '\'
ORDER BY name, address, phone, meter_no, old_no, no LIMIT ?3
