SELECT 'cases' AS topic, (SELECT coalesce(max(version), 0) FROM cases) AS mark
UNION ALL SELECT 'proposals', (SELECT coalesce(max(seq), 0) FROM acts)
UNION ALL SELECT 'fleet', (SELECT coalesce(max(version), 0) FROM devices)
UNION ALL SELECT 'units', (SELECT coalesce(max(version), 0) FROM units)
UNION ALL SELECT 'customers', (SELECT last_fact FROM counters)
UNION ALL SELECT 'bills', (SELECT coalesce(sum(through), 0) + count(finished_ms) + count(*) FROM bill_runs)
UNION ALL SELECT 'tariffs', (SELECT coalesce(max(version), 0) FROM prices) + (SELECT coalesce(max(version), 0) FROM billing_rules)
UNION ALL SELECT 'operators', (SELECT coalesce(max(version), 0) FROM operators)
UNION ALL SELECT 'audit', (SELECT coalesce(max(seq), 0) FROM acts)
