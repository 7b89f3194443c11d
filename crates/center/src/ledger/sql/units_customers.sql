SELECT unit, COUNT(*) AS customers, CAST(SUM(arrears) AS BIGINT) AS arrears FROM customers GROUP BY unit ORDER BY unit
