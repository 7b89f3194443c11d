INSERT INTO bills (
    customer, period, issue, elec_type, energy_kwh, amount, penalty_start, lock, was_open, settled, issued
)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
