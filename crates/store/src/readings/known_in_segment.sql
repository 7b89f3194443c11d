AND known_reading.period = ?1 AND (
    known_reading.point IN (SELECT point FROM supply_point WHERE segment = ?2)
    OR known_reading.point IN (SELECT point FROM round_point WHERE segment = ?2 AND period = ?1)
)
