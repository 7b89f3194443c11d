SELECT COUNT(*) AS bills, COUNT(DISTINCT customer) AS customers FROM statements WHERE to_day >= ?1 AND voided = 0
