SELECT no FROM customers
WHERE (phone LIKE ?1 ESCAPE '\' OR meter_no LIKE ?1 ESCAPE '\' OR old_no LIKE ?1 ESCAPE '\' OR no LIKE ?1 ESCAPE '\')
    AND name || ' ' || address || ' ' || phone LIKE ?2 ESCAPE '\'
ORDER BY name, address, phone, meter_no, old_no, no LIMIT ?3
