-- The center's books. Money is whole fen, a day is yyyymmdd, a time is milliseconds since 1970 UTC.
-- `version` rises with every row that an outlet may have to hear of; an outlet's cursor is a version.

CREATE TABLE counters (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    version   INTEGER NOT NULL,
    last_fact INTEGER NOT NULL
) STRICT;
INSERT INTO counters VALUES (1, 0, 0);

CREATE TABLE units (
    code    TEXT PRIMARY KEY,
    parent  TEXT,
    level   INTEGER NOT NULL,
    name    TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE operators (
    id           INTEGER PRIMARY KEY,
    login        TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    unit         TEXT NOT NULL,
    roles        TEXT NOT NULL, -- JSON array
    verifier     TEXT NOT NULL, -- Argon2id, PHC form
    suspended_ms INTEGER,
    version      INTEGER NOT NULL
) STRICT;

-- All versions of the collection rules in one document, as an outlet gets them.
CREATE TABLE rules (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    content TEXT NOT NULL, -- JSON
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE prices (
    id      INTEGER PRIMARY KEY,
    content TEXT NOT NULL, -- JSON
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE devices (
    id           INTEGER PRIMARY KEY,
    terminal     TEXT NOT NULL UNIQUE,
    unit         TEXT NOT NULL,
    key          BLOB NOT NULL UNIQUE,
    incarnation  INTEGER NOT NULL, -- the newest that was given out
    enrolled_ms  INTEGER NOT NULL,
    suspended_ms INTEGER,
    version      INTEGER NOT NULL
) STRICT;

-- How each device stood when it was last heard of. Written along with the next commit, never on its own.
CREATE TABLE sightings (
    device           INTEGER PRIMARY KEY REFERENCES devices (id),
    at_ms            INTEGER NOT NULL,
    unsent           INTEGER NOT NULL,
    oldest_unsent_ms INTEGER,
    clock_off_ms     INTEGER NOT NULL,
    program          TEXT NOT NULL
) STRICT;

CREATE TABLE enrolment_codes (
    digest     BLOB PRIMARY KEY, -- the code itself is never kept
    unit       TEXT NOT NULL,
    terminal   TEXT NOT NULL,
    expires_ms INTEGER NOT NULL,
    device     INTEGER REFERENCES devices (id)
) STRICT, WITHOUT ROWID;

-- A journal as it was received. History 0 is the one that came first; a clone or a restored backup adds another,
-- which shares everything up to `forked_after` with its parent.
CREATE TABLE histories (
    device       INTEGER NOT NULL REFERENCES devices (id),
    incarnation  INTEGER NOT NULL,
    history      INTEGER NOT NULL,
    parent       INTEGER NOT NULL,
    forked_after INTEGER NOT NULL,
    held_seq     INTEGER NOT NULL,
    held_hash    BLOB NOT NULL,
    goes_on_as   INTEGER, -- the incarnation that its device was told to go on in
    PRIMARY KEY (device, incarnation, history)
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
    device      INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    history     INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    kind        INTEGER NOT NULL,
    parked      INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    hash        BLOB NOT NULL,
    bytes       BLOB NOT NULL, -- canonical; never encoded again
    PRIMARY KEY (device, incarnation, history, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE customers (
    id               INTEGER PRIMARY KEY,
    no               TEXT NOT NULL UNIQUE,
    unit             TEXT NOT NULL,
    station          TEXT NOT NULL, -- which outlets hear of it
    old_no           TEXT,
    name             TEXT NOT NULL,
    address          TEXT NOT NULL,
    elec_type        INTEGER NOT NULL,
    meter_no         TEXT NOT NULL,
    transformer_area TEXT NOT NULL,
    phone            TEXT NOT NULL,
    status           INTEGER NOT NULL,
    power            INTEGER NOT NULL,
    issued_prepaid   INTEGER NOT NULL, -- as loaded; payments come on top
    issued_tail      INTEGER NOT NULL,
    prepaid          INTEGER NOT NULL, -- as it stands
    tail             INTEGER NOT NULL,
    arrears          INTEGER NOT NULL,
    content          BLOB NOT NULL, -- digest of what was loaded, so that loading it again changes nothing
    served           BLOB NOT NULL, -- open bills and last payments, packed as outlets get them
    version          INTEGER NOT NULL
) STRICT;
CREATE INDEX customers_by_change ON customers (station, version);

-- A customer that moved away from a station.
CREATE TABLE departures (
    no      TEXT NOT NULL,
    station TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (station, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE bills (
    customer      INTEGER NOT NULL REFERENCES customers (id),
    period        INTEGER NOT NULL, -- yyyymm
    issue         INTEGER NOT NULL,
    elec_type     INTEGER NOT NULL,
    energy_kwh    INTEGER NOT NULL,
    amount        INTEGER NOT NULL,
    penalty_start INTEGER NOT NULL,
    lock          INTEGER,
    was_open      INTEGER NOT NULL, -- when it was loaded
    settled       BLOB,             -- settlements that were loaded with it; later ones follow from the payments
    PRIMARY KEY (customer, period, issue)
) STRICT, WITHOUT ROWID;

-- A payment is a fact. `placement` says what became of it on the account; it is computed again when facts arrive late.
CREATE TABLE payments (
    customer      TEXT NOT NULL,
    fact          INTEGER NOT NULL, -- rises in the order of arrival
    id            BLOB NOT NULL,
    device        INTEGER NOT NULL,
    incarnation   INTEGER NOT NULL,
    history       INTEGER NOT NULL,
    seq           INTEGER NOT NULL,
    operator      INTEGER NOT NULL,
    terminal      TEXT NOT NULL,
    desk          TEXT NOT NULL,
    business_date INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    reversed      INTEGER NOT NULL,
    booked_owner  TEXT,
    placement     BLOB,
    PRIMARY KEY (customer, fact)
) STRICT, WITHOUT ROWID;
CREATE INDEX payments_by_id ON payments (id);
CREATE INDEX payments_by_day ON payments (business_date);
CREATE INDEX payments_unplaced ON payments (customer) WHERE booked_owner IS NULL;

CREATE TABLE reversals (
    id            BLOB NOT NULL,
    device        INTEGER NOT NULL,
    incarnation   INTEGER NOT NULL,
    history       INTEGER NOT NULL,
    seq           INTEGER NOT NULL,
    payment       BLOB NOT NULL,
    business_date INTEGER NOT NULL,
    PRIMARY KEY (device, incarnation, history, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX reversals_by_day ON reversals (business_date);

CREATE TABLE shifts (
    device        INTEGER NOT NULL,
    incarnation   INTEGER NOT NULL,
    history       INTEGER NOT NULL,
    shift         INTEGER NOT NULL,
    cashier       INTEGER,
    business_date INTEGER,
    opening_cash  INTEGER NOT NULL,
    counted_cash  INTEGER,
    expected_cash INTEGER,
    entries       INTEGER NOT NULL,
    payments      INTEGER NOT NULL,
    amount        INTEGER NOT NULL,
    PRIMARY KEY (device, incarnation, history, shift)
) STRICT, WITHOUT ROWID;

-- 分录: debit positive, credit negative. What is posted for one cause balances within each unit.
CREATE TABLE postings (
    id        INTEGER PRIMARY KEY,
    posted_ms INTEGER NOT NULL,
    cause     TEXT NOT NULL, -- entry 7.1.0.12, or accounts loaded
    unit      TEXT NOT NULL,
    account   INTEGER NOT NULL,
    amount    INTEGER NOT NULL
) STRICT;

CREATE TABLE balances (
    unit    TEXT NOT NULL,
    account INTEGER NOT NULL,
    amount  INTEGER NOT NULL,
    PRIMARY KEY (unit, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
    id        INTEGER PRIMARY KEY,
    subject   TEXT NOT NULL UNIQUE, -- kind and what it is about: the same disagreement never opens twice
    kind      TEXT NOT NULL,
    status    INTEGER NOT NULL,
    customer  TEXT,
    opened_ms INTEGER NOT NULL,
    conflict  TEXT NOT NULL, -- JSON
    version   INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_by_status ON cases (status, kind);

CREATE TABLE case_sides (
    case_id     INTEGER NOT NULL REFERENCES cases (id),
    place       INTEGER NOT NULL,
    device      INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    history     INTEGER NOT NULL,
    seq         INTEGER, -- empty where the case is about the journal as a whole
    terminal    TEXT NOT NULL,
    operator    INTEGER,
    receipt     TEXT,
    amount      INTEGER,
    at_ms       INTEGER,
    PRIMARY KEY (case_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_sides_by_device ON case_sides (device);
