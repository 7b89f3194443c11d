-- Reading and billing. Documents of the trade (supplies, readings, statements) are JSON; what is asked for by a column is
-- beside them. `version` is the same counter as before.

-- 计费参数, a document for each day from which one is in force.
CREATE TABLE billing_rules (
    effective_from INTEGER PRIMARY KEY,
    content        TEXT NOT NULL, -- JSON
    version        INTEGER NOT NULL
) STRICT;

CREATE TABLE segments (
    no      TEXT PRIMARY KEY,
    station TEXT NOT NULL, -- which outlets hear of it
    content TEXT NOT NULL, -- JSON
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The archive of a supply as it was loaded, every state of it that a bill may have been computed on.
CREATE TABLE supply_documents (
    customer INTEGER NOT NULL REFERENCES customers (id),
    archive  INTEGER NOT NULL, -- the version at which it was loaded
    content  TEXT NOT NULL,    -- JSON
    PRIMARY KEY (customer, archive)
) STRICT, WITHOUT ROWID;

-- How a supply stands: its newest archive, and where its meters and its year stood after the last bill.
CREATE TABLE supplies (
    customer INTEGER PRIMARY KEY REFERENCES customers (id),
    station  TEXT NOT NULL,
    archive  INTEGER NOT NULL,
    digest   BLOB NOT NULL, -- of what was loaded, so that loading it again changes nothing
    standing TEXT NOT NULL, -- JSON
    version  INTEGER NOT NULL
) STRICT;
CREATE INDEX supplies_by_change ON supplies (station, version);

-- A reading is a fact; `state`, `reviewer` and `note` follow from what was done with it.
CREATE TABLE readings (
    id          BLOB PRIMARY KEY,
    customer    TEXT NOT NULL,
    period      INTEGER NOT NULL, -- yyyymm
    segment     TEXT,             -- of its metering point when it arrived
    station     TEXT NOT NULL,
    device      INTEGER NOT NULL, -- 0 where the center itself loaded it
    incarnation INTEGER NOT NULL,
    history     INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    operator    INTEGER NOT NULL,
    terminal    TEXT NOT NULL,
    at_ms       INTEGER NOT NULL,
    content     TEXT NOT NULL, -- JSON
    state       INTEGER NOT NULL,
    reviewer    INTEGER,
    note        TEXT NOT NULL,
    born        INTEGER NOT NULL, -- the version at which it arrived
    version     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_by_customer ON readings (customer, period);
CREATE INDEX readings_by_segment ON readings (period, segment);
CREATE INDEX readings_by_change ON readings (station, version);

-- What was done with a reading: withdrawn, approved, sent back, or a change asked for.
CREATE TABLE reading_acts (
    reading     BLOB NOT NULL,
    device      INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    history     INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    act         INTEGER NOT NULL,
    operator    INTEGER NOT NULL,
    at_ms       INTEGER NOT NULL,
    note        TEXT NOT NULL,
    registers   TEXT, -- JSON, of a change that was asked for
    PRIMARY KEY (reading, device, incarnation, history, seq)
) STRICT, WITHOUT ROWID;

-- 抄表计划 that were prepared, reading files that were taken in, notices that were printed: as their entries say.
CREATE TABLE rounds (
    device      INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    history     INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    period      INTEGER NOT NULL,
    terminal    TEXT NOT NULL,
    operator    INTEGER NOT NULL,
    at_ms       INTEGER NOT NULL,
    content     TEXT NOT NULL, -- JSON
    PRIMARY KEY (device, incarnation, history, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX rounds_by_period ON rounds (period);

CREATE TABLE reading_imports (
    device      INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    history     INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    terminal    TEXT NOT NULL,
    operator    INTEGER NOT NULL,
    at_ms       INTEGER NOT NULL,
    content     TEXT NOT NULL, -- JSON
    PRIMARY KEY (device, incarnation, history, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE notices (
    device      INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    history     INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    customer    TEXT NOT NULL,
    terminal    TEXT NOT NULL,
    operator    INTEGER NOT NULL,
    at_ms       INTEGER NOT NULL,
    content     TEXT NOT NULL, -- JSON
    PRIMARY KEY (device, incarnation, history, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_by_customer ON notices (customer);

-- 1 where it was issued by an outlet or by the center, 0 where it was loaded.
ALTER TABLE bills ADD COLUMN issued INTEGER NOT NULL DEFAULT 0;

-- 电费清单 of every bill that was issued, with what it takes to compute it again.
CREATE TABLE statements (
    customer    INTEGER NOT NULL REFERENCES customers (id),
    period      INTEGER NOT NULL,
    issue       INTEGER NOT NULL,
    station     TEXT NOT NULL,
    to_day      INTEGER NOT NULL,
    device      INTEGER, -- the entry of an outlet's bill; empty where the center issued it
    incarnation INTEGER,
    history     INTEGER,
    seq         INTEGER,
    archive     INTEGER NOT NULL, -- the supply document it was computed on
    before      TEXT,             -- JSON: how the supply stood before it; empty for differences
    readings    TEXT NOT NULL,    -- JSON: the ids of what it was computed from
    content     TEXT NOT NULL,    -- JSON
    version     INTEGER NOT NULL,
    PRIMARY KEY (customer, period, issue)
) STRICT, WITHOUT ROWID;
CREATE INDEX statements_by_day ON statements (to_day);
CREATE INDEX statements_by_change ON statements (station, version) WHERE device IS NULL;

-- 退补 as decided, and the bill that settled it.
CREATE TABLE corrections (
    id       INTEGER PRIMARY KEY,
    customer TEXT NOT NULL,
    digest   BLOB NOT NULL UNIQUE, -- so that loading it again changes nothing
    content  TEXT NOT NULL,        -- JSON
    period   INTEGER,
    issue    INTEGER
) STRICT;
CREATE INDEX corrections_by_customer ON corrections (customer);

-- 复电申请. It may come ahead of its entry.
CREATE TABLE restore_requests (
    id          BLOB PRIMARY KEY,
    customer    TEXT NOT NULL,
    payment     BLOB NOT NULL,
    asked_at_ms INTEGER NOT NULL,
    due_at_ms   INTEGER NOT NULL,
    terminal    TEXT NOT NULL,
    heard_ms    INTEGER NOT NULL, -- when the center first heard of it
    device      INTEGER,          -- its entry, once that is held
    incarnation INTEGER,
    history     INTEGER,
    seq         INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX restore_requests_by_time ON restore_requests (due_at_ms);

-- Bill runs and recomputations, with how far each has come.
CREATE TABLE bill_runs (
    id          INTEGER PRIMARY KEY,
    kind        INTEGER NOT NULL, -- 1 trial, 2 issue, 3 recomputation after a late tariff
    wish        TEXT NOT NULL,    -- JSON
    started_ms  INTEGER NOT NULL,
    finished_ms INTEGER,
    through     INTEGER NOT NULL, -- customers up to this number are done
    until       INTEGER NOT NULL, -- the last customer when it started
    summary     TEXT NOT NULL     -- JSON
) STRICT;

-- Customers without a bill, by reason.
CREATE TABLE bill_run_refusals (
    run      INTEGER NOT NULL REFERENCES bill_runs (id),
    customer TEXT NOT NULL,
    reason   TEXT NOT NULL,
    sentence TEXT NOT NULL,
    PRIMARY KEY (run, customer)
) STRICT, WITHOUT ROWID;

-- Photos and imported files, piece by piece.
CREATE TABLE attachments (
    hash   BLOB PRIMARY KEY,
    length INTEGER NOT NULL,
    held   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment_pieces (
    hash   BLOB NOT NULL REFERENCES attachments (hash),
    offset INTEGER NOT NULL,
    bytes  BLOB NOT NULL,
    PRIMARY KEY (hash, offset)
) STRICT;
