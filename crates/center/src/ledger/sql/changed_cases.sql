SELECT id, kind, status, version, device, incarnation, seq
FROM case_sides JOIN cases ON cases.id = case_sides.case_id
WHERE version > ?1 AND version <= ?2 AND device = ?3
