SELECT id, unit, station, issued_prepaid, issued_tail, version FROM customers WHERE no = ?1
