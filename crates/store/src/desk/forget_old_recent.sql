DELETE FROM recent_customer
WHERE customer NOT IN (SELECT customer FROM recent_customer ORDER BY at_ms DESC, customer LIMIT 50)
