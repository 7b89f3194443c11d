INSERT INTO customers (
    id, no, unit, station, old_no, name, address, elec_type, meter_no, transformer_area, phone, status, power,
    issued_prepaid, issued_tail, prepaid, tail, arrears, content, served, version
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 0, 0, 0, ?16, ?17, 0)
ON CONFLICT (id) DO UPDATE
SET unit = excluded.unit, station = excluded.station, old_no = excluded.old_no, name = excluded.name,
    address = excluded.address, elec_type = excluded.elec_type, meter_no = excluded.meter_no,
    transformer_area = excluded.transformer_area, phone = excluded.phone, status = excluded.status,
    power = excluded.power, issued_prepaid = excluded.issued_prepaid, issued_tail = excluded.issued_tail,
    content = excluded.content
