SELECT no, name, phone, address, meter_no FROM customers WHERE no = ?1
