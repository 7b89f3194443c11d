-- What PostgreSQL needs beside the books; not part of them, and not copied when they move to another database.

CREATE TABLE IF NOT EXISTS migrations (
    number     BIGINT PRIMARY KEY,
    applied_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- How often the pen was put down: a process that finds another count than it knows reads its memory again.
CREATE TABLE IF NOT EXISTS pen (
    turn BIGINT NOT NULL
) WITH (fillfactor = 50);
INSERT INTO pen SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM pen);

-- The public key of the center whose books these are. Outlets know it, so every process must have the same.
CREATE TABLE IF NOT EXISTS center_key (
    id         BIGINT PRIMARY KEY CHECK (id = 1),
    public_key BYTEA NOT NULL
);
