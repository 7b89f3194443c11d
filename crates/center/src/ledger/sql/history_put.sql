INSERT INTO histories (device, incarnation, history, parent, forked_after, held_seq, held_hash, goes_on_as)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (device, incarnation, history) DO UPDATE
SET held_seq = excluded.held_seq, held_hash = excluded.held_hash, goes_on_as = excluded.goes_on_as
