-- How much room a desk has, as it said when it last said so.
ALTER TABLE sightings ADD COLUMN free_mib INTEGER;
ALTER TABLE sightings ADD COLUMN replica_mib INTEGER;
