SELECT id, no, old_no, name, address, unit, elec_type, meter_no, transformer_area, phone, status, power
FROM customer
