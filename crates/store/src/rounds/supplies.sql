SELECT round_snapshot.state
FROM round
JOIN round_snapshot USING (device, incarnation, seq)
WHERE round.segment = ? AND round.period = ?
ORDER BY round_snapshot.customer
