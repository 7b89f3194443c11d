SELECT * FROM histories ORDER BY device, incarnation, history
