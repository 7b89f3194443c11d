-- Decisions of people at the center, what they asked outlets to do, and the center's own journal.

-- The center's journal: device 0, incarnation 1. Each row is chained to the one before and sealed with the center's key.
CREATE TABLE acts (
    seq      INTEGER PRIMARY KEY,
    at_ms    INTEGER NOT NULL,
    operator INTEGER NOT NULL, -- 0 is the center itself
    kind     INTEGER NOT NULL, -- of the entry
    name     TEXT NOT NULL,    -- what was done, in a word
    hash     BLOB NOT NULL,
    seal     BLOB NOT NULL,
    bytes    BLOB NOT NULL     -- canonical; never encoded again
) STRICT;

-- What an act is about, such as `case:12` or `customer:4280011234`.
CREATE TABLE act_subjects (
    subject TEXT NOT NULL,
    seq     INTEGER NOT NULL REFERENCES acts (seq),
    PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE proposals (
    id          BLOB PRIMARY KEY,
    seq         INTEGER NOT NULL, -- its act
    matter      TEXT NOT NULL,
    content     TEXT NOT NULL,    -- JSON
    note        TEXT NOT NULL,
    state       INTEGER NOT NULL,
    alone       INTEGER NOT NULL, -- one person was enough
    proposed_by INTEGER NOT NULL,
    proposed_ms INTEGER NOT NULL,
    answered_by INTEGER,
    answered_ms INTEGER,
    answer_note TEXT NOT NULL,
    preview     TEXT NOT NULL,    -- JSON, as it was looked at
    undone_by   BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX proposals_by_state ON proposals (state, seq);
CREATE INDEX proposals_by_seq ON proposals (seq);

-- What a decision did, so that it can be taken back. `row_key` names what it touched.
CREATE TABLE deeds (
    proposal BLOB NOT NULL REFERENCES proposals (id),
    part     INTEGER NOT NULL,
    row_key  TEXT NOT NULL,
    deed     TEXT NOT NULL, -- JSON
    undone   INTEGER NOT NULL,
    PRIMARY KEY (proposal, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX deeds_by_row ON deeds (row_key);

-- 调账: it stands among the payments of its account.
CREATE TABLE adjustments (
    customer      TEXT NOT NULL,
    proposal      BLOB NOT NULL,
    part          INTEGER NOT NULL,
    case_id       INTEGER NOT NULL,
    kind          INTEGER NOT NULL,
    amount        INTEGER NOT NULL,
    desk          TEXT NOT NULL,
    business_date INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    seq           INTEGER NOT NULL, -- the act of its proposal
    of_fact       INTEGER,          -- the payment that it pays out of clarification
    undone        INTEGER NOT NULL,
    booked_owner  TEXT,
    placement     BLOB,
    PRIMARY KEY (customer, proposal, part)
) STRICT, WITHOUT ROWID;

-- A payment's `customer` is the account that it stands on. `set_aside`: it was refunded out of clarification and stands on no
-- account, even when its number becomes known.
ALTER TABLE payments ADD COLUMN set_aside INTEGER NOT NULL DEFAULT 0;

CREATE TABLE tasks (
    id          BLOB PRIMARY KEY,
    proposal    BLOB NOT NULL,
    case_id     INTEGER NOT NULL,
    device      INTEGER NOT NULL,
    state       INTEGER NOT NULL,
    content     TEXT NOT NULL, -- JSON, as the outlet gets it
    answered_by INTEGER,
    answered_ms INTEGER,
    answer_note TEXT NOT NULL,
    version     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tasks_by_change ON tasks (device, version);
CREATE INDEX tasks_by_case ON tasks (case_id);

-- 退款支付, as their entries say.
CREATE TABLE refunds (
    id          BLOB PRIMARY KEY,
    task        BLOB NOT NULL,
    device      INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    history     INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    terminal    TEXT NOT NULL,
    operator    INTEGER NOT NULL,
    at_ms       INTEGER NOT NULL,
    desk        TEXT NOT NULL,
    content     TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX refunds_by_task ON refunds (task);

ALTER TABLE cases ADD COLUMN owner INTEGER;
ALTER TABLE cases ADD COLUMN proposal BLOB; -- that waits for an answer
ALTER TABLE cases ADD COLUMN decision BLOB; -- that is in force
ALTER TABLE cases ADD COLUMN rests INTEGER; -- how it stands again if the proposal is refused

-- What happened to a case, in the order of versions.
CREATE TABLE case_events (
    case_id  INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    at_ms    INTEGER NOT NULL,
    operator INTEGER,
    what     TEXT NOT NULL,
    note     TEXT NOT NULL,
    proposal BLOB,
    PRIMARY KEY (case_id, version)
) STRICT, WITHOUT ROWID;

-- The seal under each piece of a journal that was taken in: it proves every entry before it.
CREATE TABLE seals (
    device      INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    history     INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    hash        BLOB NOT NULL,
    seal        BLOB NOT NULL,
    PRIMARY KEY (device, incarnation, history, seq)
) STRICT, WITHOUT ROWID;

-- Settings of the center, a document for each day from which one is in force.
CREATE TABLE settings (
    name           TEXT NOT NULL,
    effective_from INTEGER NOT NULL, -- yyyymmdd
    content        TEXT NOT NULL,    -- JSON
    PRIMARY KEY (name, effective_from)
) STRICT, WITHOUT ROWID;
