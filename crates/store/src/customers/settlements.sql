SELECT period, issue, settled_on, principal_fen, penalty_fen
FROM settlement
WHERE customer = ?
ORDER BY period, issue, line
