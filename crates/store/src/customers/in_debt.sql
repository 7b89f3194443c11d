WHERE (?1 IS NULL OR no IN (SELECT customer FROM supply_point WHERE segment = ?1))
    AND (id IN (SELECT customer FROM bill) OR no IN (SELECT customer FROM bill_issued))
ORDER BY no
