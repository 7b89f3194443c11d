WHERE reading.period = ?1 AND (
    reading.point IN (SELECT point FROM supply_point WHERE segment = ?2)
    OR reading.point IN (SELECT point FROM round_point WHERE segment = ?2 AND period = ?1)
)
