SELECT round_snapshot.state
FROM round
JOIN round_snapshot USING (device, incarnation, seq)
WHERE round.segment = ? AND round.period = ? AND round_snapshot.customer = ?
