-- What people decide about records, by number the same as SQLite's. What is undone stays, with the decision that it came from.

-- 档案更正申请, as its entry says. `proposal` is the decision that is in force.
CREATE TABLE archive_changes (
    id          BYTEA PRIMARY KEY,
    customer    TEXT COLLATE "C" NOT NULL, -- known here or not yet
    device      BIGINT NOT NULL,
    incarnation BIGINT NOT NULL,
    history     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    terminal    TEXT COLLATE "C" NOT NULL,
    operator    BIGINT NOT NULL,
    at_ms       BIGINT NOT NULL,
    heard_ms    BIGINT NOT NULL, -- when its desk had last heard of the center
    content     TEXT COLLATE "C" NOT NULL,    -- JSON
    parallel    TEXT COLLATE "C" NOT NULL,    -- JSON: other fields that had changed at the center meanwhile
    proposal    BYTEA,
    former      TEXT COLLATE "C"              -- what the decision replaced; empty once what is loaded says the same as the decision
);
CREATE INDEX archive_changes_by_customer ON archive_changes (customer);

-- When a field of a customer's archive last changed at the center.
CREATE TABLE archive_edits (
    customer TEXT COLLATE "C" NOT NULL,
    field    TEXT COLLATE "C" NOT NULL,
    at_ms    BIGINT NOT NULL,
    PRIMARY KEY (customer, field)
);

-- A unit that a customer left, and the last payment fact that had arrived by then: what arrives later was in flight.
CREATE TABLE customer_moves (
    customer   TEXT COLLATE "C" NOT NULL,
    unit       TEXT COLLATE "C" NOT NULL,
    after_fact BIGINT NOT NULL,
    at_ms      BIGINT NOT NULL,
    PRIMARY KEY (customer, unit)
);

-- Bills of outlets that are not the bill of their month: another one is, or nobody knows the customer yet.
CREATE TABLE rival_bills (
    device      BIGINT NOT NULL,
    incarnation BIGINT NOT NULL,
    history     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    customer    TEXT COLLATE "C" NOT NULL,
    period      BIGINT NOT NULL, -- yyyymm
    terminal    TEXT COLLATE "C" NOT NULL,
    operator    BIGINT NOT NULL,
    at_ms       BIGINT NOT NULL,
    content     TEXT COLLATE "C" NOT NULL, -- JSON
    PRIMARY KEY (device, incarnation, history, seq)
);
CREATE INDEX rival_bills_by_customer ON rival_bills (customer, period);

-- 采用示数: a reading that a decision chose for its meter and month.
CREATE TABLE chosen_readings (
    proposal BYTEA NOT NULL,
    reading  BYTEA NOT NULL,
    customer TEXT COLLATE "C" NOT NULL,
    period   BIGINT NOT NULL, -- yyyymm
    undone   BIGINT NOT NULL,
    PRIMARY KEY (proposal, reading)
);
CREATE INDEX chosen_readings_by_customer ON chosen_readings (customer, period);

-- Who issued a bill and when, by the evidence of its entry.
ALTER TABLE statements ADD COLUMN operator BIGINT;
ALTER TABLE statements ADD COLUMN at_ms BIGINT;
-- The decision that a difference came from, and 1 where it counts no more.
ALTER TABLE statements ADD COLUMN proposal BYTEA;
ALTER TABLE statements ADD COLUMN voided BIGINT NOT NULL DEFAULT 0;
