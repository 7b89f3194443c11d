-- Reading and billing, by number the same as SQLite's. Documents of the trade (supplies, readings, statements) are JSON; what
-- is asked for by a column is beside them. `version` is the same counter as before.

-- 计费参数, a document for each day from which one is in force.
CREATE TABLE billing_rules (
    effective_from BIGINT PRIMARY KEY,
    content        TEXT COLLATE "C" NOT NULL, -- JSON
    version        BIGINT NOT NULL
);

CREATE TABLE segments (
    no      TEXT COLLATE "C" PRIMARY KEY,
    station TEXT COLLATE "C" NOT NULL, -- which outlets hear of it
    content TEXT COLLATE "C" NOT NULL, -- JSON
    version BIGINT NOT NULL
);

-- The archive of a supply as it was loaded, every state of it that a bill may have been computed on.
CREATE TABLE supply_documents (
    customer BIGINT NOT NULL,
    archive  BIGINT NOT NULL, -- the version at which it was loaded
    content  TEXT COLLATE "C" NOT NULL, -- JSON
    PRIMARY KEY (customer, archive)
) PARTITION BY HASH (customer);

-- How a supply stands: its newest archive, and where its meters and its year stood after the last bill.
CREATE TABLE supplies (
    customer BIGINT PRIMARY KEY,
    station  TEXT COLLATE "C" NOT NULL,
    archive  BIGINT NOT NULL,
    digest   BYTEA NOT NULL, -- of what was loaded, so that loading it again changes nothing
    standing TEXT COLLATE "C" NOT NULL, -- JSON
    version  BIGINT NOT NULL
);
CREATE INDEX supplies_by_change ON supplies (station, version);

-- A reading is a fact; `state`, `reviewer` and `note` follow from what was done with it.
CREATE TABLE readings (
    id          BYTEA PRIMARY KEY,
    customer    TEXT COLLATE "C" NOT NULL,
    period      BIGINT NOT NULL, -- yyyymm
    segment     TEXT COLLATE "C", -- of its metering point when it arrived
    station     TEXT COLLATE "C" NOT NULL,
    device      BIGINT NOT NULL, -- 0 where the center itself loaded it
    incarnation BIGINT NOT NULL,
    history     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    operator    BIGINT NOT NULL,
    terminal    TEXT COLLATE "C" NOT NULL,
    at_ms       BIGINT NOT NULL,
    content     TEXT COLLATE "C" NOT NULL, -- JSON
    state       BIGINT NOT NULL,
    reviewer    BIGINT,
    note        TEXT COLLATE "C" NOT NULL,
    born        BIGINT NOT NULL, -- the version at which it arrived
    version     BIGINT NOT NULL
) PARTITION BY HASH (id);
CREATE INDEX readings_by_customer ON readings (customer, period);
CREATE INDEX readings_by_segment ON readings (period, segment);
CREATE INDEX readings_by_change ON readings (station, version);

-- What was done with a reading: withdrawn, approved, sent back, or a change asked for.
CREATE TABLE reading_acts (
    reading     BYTEA NOT NULL,
    device      BIGINT NOT NULL,
    incarnation BIGINT NOT NULL,
    history     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    act         BIGINT NOT NULL,
    operator    BIGINT NOT NULL,
    at_ms       BIGINT NOT NULL,
    note        TEXT COLLATE "C" NOT NULL,
    registers   TEXT COLLATE "C", -- JSON, of a change that was asked for
    PRIMARY KEY (reading, device, incarnation, history, seq)
) PARTITION BY HASH (reading);

-- 抄表计划 that were prepared, reading files that were taken in, notices that were printed: as their entries say.
CREATE TABLE rounds (
    device      BIGINT NOT NULL,
    incarnation BIGINT NOT NULL,
    history     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    period      BIGINT NOT NULL,
    terminal    TEXT COLLATE "C" NOT NULL,
    operator    BIGINT NOT NULL,
    at_ms       BIGINT NOT NULL,
    content     TEXT COLLATE "C" NOT NULL, -- JSON
    PRIMARY KEY (device, incarnation, history, seq)
);
CREATE INDEX rounds_by_period ON rounds (period);

CREATE TABLE reading_imports (
    device      BIGINT NOT NULL,
    incarnation BIGINT NOT NULL,
    history     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    terminal    TEXT COLLATE "C" NOT NULL,
    operator    BIGINT NOT NULL,
    at_ms       BIGINT NOT NULL,
    content     TEXT COLLATE "C" NOT NULL, -- JSON
    PRIMARY KEY (device, incarnation, history, seq)
);

CREATE TABLE notices (
    device      BIGINT NOT NULL,
    incarnation BIGINT NOT NULL,
    history     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    customer    TEXT COLLATE "C" NOT NULL,
    terminal    TEXT COLLATE "C" NOT NULL,
    operator    BIGINT NOT NULL,
    at_ms       BIGINT NOT NULL,
    content     TEXT COLLATE "C" NOT NULL, -- JSON
    PRIMARY KEY (device, incarnation, history, seq)
) PARTITION BY HASH (device);
CREATE INDEX notices_by_customer ON notices (customer);

-- 1 where it was issued by an outlet or by the center, 0 where it was loaded.
ALTER TABLE bills ADD COLUMN issued BIGINT NOT NULL DEFAULT 0;

-- 电费清单 of every bill that was issued, with what it takes to compute it again.
CREATE TABLE statements (
    customer    BIGINT NOT NULL,
    period      BIGINT NOT NULL,
    issue       BIGINT NOT NULL,
    station     TEXT COLLATE "C" NOT NULL,
    to_day      BIGINT NOT NULL,
    device      BIGINT, -- the entry of an outlet's bill; empty where the center issued it
    incarnation BIGINT,
    history     BIGINT,
    seq         BIGINT,
    archive     BIGINT NOT NULL, -- the supply document it was computed on
    before      TEXT COLLATE "C", -- JSON: how the supply stood before it; empty for differences
    readings    TEXT COLLATE "C" NOT NULL, -- JSON: the ids of what it was computed from
    content     TEXT COLLATE "C" NOT NULL, -- JSON
    version     BIGINT NOT NULL,
    PRIMARY KEY (customer, period, issue)
) PARTITION BY HASH (customer);
CREATE INDEX statements_by_day ON statements (to_day);
CREATE INDEX statements_by_change ON statements (station, version) WHERE device IS NULL;

-- 退补 as decided, and the bill that settled it.
CREATE TABLE corrections (
    id       BIGINT PRIMARY KEY,
    customer TEXT COLLATE "C" NOT NULL,
    digest   BYTEA NOT NULL UNIQUE, -- so that loading it again changes nothing
    content  TEXT COLLATE "C" NOT NULL,        -- JSON
    period   BIGINT,
    issue    BIGINT
);
CREATE INDEX corrections_by_customer ON corrections (customer);

-- 复电申请. It may come ahead of its entry.
CREATE TABLE restore_requests (
    id          BYTEA PRIMARY KEY,
    customer    TEXT COLLATE "C" NOT NULL,
    payment     BYTEA NOT NULL,
    asked_at_ms BIGINT NOT NULL,
    due_at_ms   BIGINT NOT NULL,
    terminal    TEXT COLLATE "C" NOT NULL,
    heard_ms    BIGINT NOT NULL, -- when the center first heard of it
    device      BIGINT, -- its entry, once that is held
    incarnation BIGINT,
    history     BIGINT,
    seq         BIGINT
);
CREATE INDEX restore_requests_by_time ON restore_requests (due_at_ms);

-- Bill runs and recomputations, with how far each has come.
CREATE TABLE bill_runs (
    id          BIGINT PRIMARY KEY,
    kind        BIGINT NOT NULL, -- 1 trial, 2 issue, 3 recomputation after a late tariff
    wish        TEXT COLLATE "C" NOT NULL, -- JSON
    started_ms  BIGINT NOT NULL,
    finished_ms BIGINT,
    through     BIGINT NOT NULL, -- customers up to this number are done
    until       BIGINT NOT NULL, -- the last customer when it started
    summary     TEXT COLLATE "C" NOT NULL     -- JSON
) WITH (fillfactor = 50);

-- Customers without a bill, by reason.
CREATE TABLE bill_run_refusals (
    run      BIGINT NOT NULL REFERENCES bill_runs (id),
    customer TEXT COLLATE "C" NOT NULL,
    reason   TEXT COLLATE "C" NOT NULL,
    sentence TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (run, customer)
);

-- Photos and imported files, piece by piece.
CREATE TABLE attachments (
    hash   BYTEA PRIMARY KEY,
    length BIGINT NOT NULL,
    held   BIGINT NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE attachment_pieces (
    hash   BYTEA NOT NULL,
    "offset" BIGINT NOT NULL,
    bytes  BYTEA NOT NULL,
    PRIMARY KEY (hash, "offset")
) PARTITION BY HASH (hash);

DO $$
DECLARE
    grown TEXT;
BEGIN
    FOREACH grown IN ARRAY ARRAY[
        'supply_documents', 'readings', 'reading_acts', 'statements', 'notices', 'attachment_pieces'
    ] LOOP
        FOR part IN 0..15 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
                grown || '_' || part, grown, part);
        END LOOP;
    END LOOP;
END
$$;
