SELECT no, old_no, name, address, unit, elec_type, meter_no, transformer_area, phone, status, power, prepaid, tail,
    served, version
FROM customers
WHERE station = ?1 AND version > ?2
ORDER BY version
LIMIT ?3
