SELECT * FROM billing_rules WHERE version > ?1 AND version <= ?2
