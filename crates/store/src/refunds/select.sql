SELECT device, incarnation, seq, reprints
FROM refund
