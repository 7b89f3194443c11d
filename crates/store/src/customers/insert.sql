INSERT INTO customer (
    no, old_no, name, address, unit, elec_type, meter_no, transformer_area, phone, status, power,
    prepaid_fen, tail_fen, as_of_ms
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
