-- What people look customers up by, in one index that the database can also walk from end to end, and what a unit comes to.
CREATE INDEX customers_by_words ON customers (name, address, phone, meter_no, old_no, no);
CREATE INDEX customers_by_unit ON customers (unit, arrears);
