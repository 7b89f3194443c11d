UPDATE payments
SET device = ?3, incarnation = ?4, history = ?5, seq = ?6, at_ms = ?7, reversed = ?8, booked_owner = ?9, placement = ?10,
    customer = ?11, set_aside = ?12
WHERE customer = ?1 AND fact = ?2
