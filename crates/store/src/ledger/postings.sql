SELECT unit, account, amount_fen
FROM posting
WHERE device = ? AND incarnation = ? AND seq = ?
ORDER BY line
