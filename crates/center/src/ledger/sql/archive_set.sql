UPDATE customers SET name = ?2, phone = ?3, address = ?4, meter_no = ?5 WHERE no = ?1
