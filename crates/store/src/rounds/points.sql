SELECT
    round_point.point, round_point.customer, round_point.sequence, round_point.meter, round_point.address,
    customer.name, customer.address,
    EXISTS (
        SELECT 1 FROM bill_issued
        WHERE bill_issued.customer = round_point.customer AND bill_issued.period = round_point.period
    )
FROM round_point
LEFT JOIN customer ON customer.no = round_point.customer
WHERE round_point.segment = ? AND round_point.period = ?
ORDER BY round_point.sequence, round_point.point
