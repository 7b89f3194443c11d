-- The device, its journals and what the center said about their entries.

CREATE TABLE device (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    unit TEXT NOT NULL,
    key BLOB NOT NULL,
    center_key BLOB NOT NULL,
    center_url TEXT NOT NULL
) STRICT;

-- One journal of this device. `held` is how far the center is known to hold it.
CREATE TABLE stream (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    root BLOB NOT NULL,
    held INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (device, incarnation)
) STRICT, WITHOUT ROWID;

-- The journal itself. `desk` is the unit in whose books the entry was posted when it was written.
CREATE TABLE entry (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    wall_ms INTEGER NOT NULL,
    desk TEXT NOT NULL,
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (device, incarnation, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'a journal entry is never changed'); END;

CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'a journal entry is never deleted'); END;

-- A bill that a payment met, as it lay on the counter, with that payment's settlement. Written once, with the entry.
CREATE TABLE seen_bill (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    period INTEGER NOT NULL,
    issue INTEGER NOT NULL,
    bill TEXT NOT NULL,
    PRIMARY KEY (device, incarnation, seq, period, issue)
) STRICT, WITHOUT ROWID;

-- Only what differs from "the center holds it and posted it".
CREATE TABLE fate (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    fate TEXT NOT NULL,
    case_id INTEGER,
    PRIMARY KEY (device, incarnation, seq)
) STRICT, WITHOUT ROWID;
