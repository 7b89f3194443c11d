INSERT INTO adjustments (
    customer, proposal, part, case_id, kind, amount, desk, business_date, at_ms, seq, of_fact, undone, booked_owner, placement
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
ON CONFLICT (customer, proposal, part) DO UPDATE SET undone = excluded.undone, booked_owner = excluded.booked_owner,
    placement = excluded.placement
