SELECT deeds.proposal, deeds.part, deeds.deed, deeds.undone, proposals.seq
FROM deeds JOIN proposals ON proposals.id = deeds.proposal
WHERE row_key = ?1 AND undone = 0
