UPDATE customer SET
    old_no = ?2, name = ?3, address = ?4, unit = ?5, elec_type = ?6, meter_no = ?7, transformer_area = ?8,
    phone = ?9, status = ?10, power = ?11, prepaid_fen = ?12, tail_fen = ?13, as_of_ms = ?14
WHERE no = ?1
