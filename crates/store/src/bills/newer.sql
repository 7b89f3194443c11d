SELECT bill_issued.device, bill_issued.incarnation, bill_issued.seq
FROM bill_issued
LEFT JOIN applied_through AS contained
    ON contained.customer = bill_issued.customer
    AND contained.device = bill_issued.device AND contained.incarnation = bill_issued.incarnation
WHERE bill_issued.customer = ? AND NOT coalesce(bill_issued.seq <= contained.seq, 0)
ORDER BY bill_issued.device, bill_issued.incarnation, bill_issued.seq
