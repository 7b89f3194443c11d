SELECT * FROM adjustments WHERE customer = ?1 ORDER BY seq, proposal, part
