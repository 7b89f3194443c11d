INSERT INTO customers (
    id, no, unit, station, old_no, name, address, elec_type, meter_no, transformer_area, phone, status, power,
    issued_prepaid, issued_tail, prepaid, tail, arrears, content, served, version
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 0, 0, 0, ?16, x'80', 0)
ON CONFLICT (id) DO UPDATE
SET unit = ?3, station = ?4, old_no = ?5, name = ?6, address = ?7, elec_type = ?8, meter_no = ?9,
    transformer_area = ?10, phone = ?11, status = ?12, power = ?13, issued_prepaid = ?14, issued_tail = ?15,
    content = ?16
