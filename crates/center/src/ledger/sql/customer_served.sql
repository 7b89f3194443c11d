SELECT no, old_no, name, address, unit, elec_type, meter_no, transformer_area, phone, status, power, prepaid, tail,
    served
FROM customers
WHERE no = ?1
