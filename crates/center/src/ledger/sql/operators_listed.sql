SELECT operators.*, second_factors.confirmed_ms
FROM operators LEFT JOIN second_factors ON second_factors.operator = operators.id
ORDER BY operators.unit, operators.login
