INSERT INTO histories (device, incarnation, history, parent, forked_after, held_seq, held_hash, goes_on_as)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (device, incarnation, history) DO UPDATE SET held_seq = ?6, held_hash = ?7, goes_on_as = ?8
