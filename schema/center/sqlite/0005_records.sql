-- What people decide about records: readings, bills and the archive. What is undone stays, with the decision that it came from.

-- 档案更正申请, as its entry says. `proposal` is the decision that is in force.
CREATE TABLE archive_changes (
    id          BLOB PRIMARY KEY,
    customer    TEXT NOT NULL, -- known here or not yet
    device      INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    history     INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    terminal    TEXT NOT NULL,
    operator    INTEGER NOT NULL,
    at_ms       INTEGER NOT NULL,
    heard_ms    INTEGER NOT NULL, -- when its desk had last heard of the center
    content     TEXT NOT NULL,    -- JSON
    parallel    TEXT NOT NULL,    -- JSON: other fields that had changed at the center meanwhile
    proposal    BLOB,
    former      TEXT              -- what the decision replaced; empty once what is loaded says the same as the decision
) STRICT, WITHOUT ROWID;
CREATE INDEX archive_changes_by_customer ON archive_changes (customer);

-- When a field of a customer's archive last changed at the center.
CREATE TABLE archive_edits (
    customer TEXT NOT NULL,
    field    TEXT NOT NULL,
    at_ms    INTEGER NOT NULL,
    PRIMARY KEY (customer, field)
) STRICT, WITHOUT ROWID;

-- A unit that a customer left, and the last payment fact that had arrived by then: what arrives later was in flight.
CREATE TABLE customer_moves (
    customer   TEXT NOT NULL,
    unit       TEXT NOT NULL,
    after_fact INTEGER NOT NULL,
    at_ms      INTEGER NOT NULL,
    PRIMARY KEY (customer, unit)
) STRICT, WITHOUT ROWID;

-- Bills of outlets that are not the bill of their month: another one is, or nobody knows the customer yet.
CREATE TABLE rival_bills (
    device      INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    history     INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    customer    TEXT NOT NULL,
    period      INTEGER NOT NULL, -- yyyymm
    terminal    TEXT NOT NULL,
    operator    INTEGER NOT NULL,
    at_ms       INTEGER NOT NULL,
    content     TEXT NOT NULL, -- JSON
    PRIMARY KEY (device, incarnation, history, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX rival_bills_by_customer ON rival_bills (customer, period);

-- 采用示数: a reading that a decision chose for its meter and month.
CREATE TABLE chosen_readings (
    proposal BLOB NOT NULL,
    reading  BLOB NOT NULL,
    customer TEXT NOT NULL,
    period   INTEGER NOT NULL, -- yyyymm
    undone   INTEGER NOT NULL,
    PRIMARY KEY (proposal, reading)
) STRICT, WITHOUT ROWID;
CREATE INDEX chosen_readings_by_customer ON chosen_readings (customer, period);

-- Who issued a bill and when, by the evidence of its entry.
ALTER TABLE statements ADD COLUMN operator INTEGER;
ALTER TABLE statements ADD COLUMN at_ms INTEGER;
-- The decision that a difference came from, and 1 where it counts no more.
ALTER TABLE statements ADD COLUMN proposal BLOB;
ALTER TABLE statements ADD COLUMN voided INTEGER NOT NULL DEFAULT 0;
