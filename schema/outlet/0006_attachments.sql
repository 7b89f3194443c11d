-- Photos and files that belong to readings, under their SHA-256. They belong to the journal, whose entries name them, and
-- travel after everything else.

CREATE TABLE attachment (
    hash BLOB PRIMARY KEY,
    -- In the order in which they came.
    number INTEGER NOT NULL UNIQUE,
    length INTEGER NOT NULL,
    kind TEXT NOT NULL,
    -- Bytes that the center is known to hold. NULL where the bytes here are damaged and nobody can use them.
    sent INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX attachment_to_send ON attachment (number) WHERE sent < length;

-- All but the last have the same length, so that any stretch of a long file is found at once.
CREATE TABLE attachment_piece (
    hash BLOB NOT NULL,
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (hash, number)
) STRICT;
