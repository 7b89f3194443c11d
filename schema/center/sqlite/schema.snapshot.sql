CREATE TABLE act_subjects (
    subject TEXT NOT NULL,
    seq     INTEGER NOT NULL REFERENCES acts (seq),
    PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE archive_edits (
    customer TEXT NOT NULL,
    field    TEXT NOT NULL,
    at_ms    INTEGER NOT NULL,
    PRIMARY KEY (customer, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment_pieces (
    hash   BLOB NOT NULL REFERENCES attachments (hash),
    offset INTEGER NOT NULL,
    bytes  BLOB NOT NULL,
    PRIMARY KEY (hash, offset)
) STRICT;

CREATE TABLE attachments (
    hash   BLOB PRIMARY KEY,
    length INTEGER NOT NULL,
    held   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE balances (
    unit    TEXT NOT NULL,
    account INTEGER NOT NULL,
    amount  INTEGER NOT NULL,
    PRIMARY KEY (unit, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE bill_run_refusals (
    run      INTEGER NOT NULL REFERENCES bill_runs (id),
    customer TEXT NOT NULL,
    reason   TEXT NOT NULL,
    sentence TEXT NOT NULL,
    PRIMARY KEY (run, customer)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE billing_rules (
    effective_from INTEGER PRIMARY KEY,
    content        TEXT NOT NULL, -- JSON
    version        INTEGER NOT NULL
) STRICT;

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
    settled       BLOB, issued INTEGER NOT NULL DEFAULT 0,             -- settlements that were loaded with it; later ones follow from the payments
    PRIMARY KEY (customer, period, issue)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE cases (
    id        INTEGER PRIMARY KEY,
    subject   TEXT NOT NULL UNIQUE, -- kind and what it is about: the same disagreement never opens twice
    kind      TEXT NOT NULL,
    status    INTEGER NOT NULL,
    customer  TEXT,
    opened_ms INTEGER NOT NULL,
    conflict  TEXT NOT NULL, -- JSON
    version   INTEGER NOT NULL
, owner INTEGER, proposal BLOB, decision BLOB, rests INTEGER) STRICT;

CREATE TABLE chosen_readings (
    proposal BLOB NOT NULL,
    reading  BLOB NOT NULL,
    customer TEXT NOT NULL,
    period   INTEGER NOT NULL, -- yyyymm
    undone   INTEGER NOT NULL,
    PRIMARY KEY (proposal, reading)
) STRICT, WITHOUT ROWID;

CREATE TABLE console_sessions (
    digest     BLOB PRIMARY KEY, -- SHA-256 of the token
    operator   INTEGER NOT NULL,
    started_ms INTEGER NOT NULL,
    seen_ms    INTEGER NOT NULL  -- when somebody last worked with it
) STRICT, WITHOUT ROWID;

CREATE TABLE corrections (
    id       INTEGER PRIMARY KEY,
    customer TEXT NOT NULL,
    digest   BLOB NOT NULL UNIQUE, -- so that loading it again changes nothing
    content  TEXT NOT NULL,        -- JSON
    period   INTEGER,
    issue    INTEGER
) STRICT;

CREATE TABLE counters (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    version   INTEGER NOT NULL,
    last_fact INTEGER NOT NULL
) STRICT;

CREATE TABLE customer_moves (
    customer   TEXT NOT NULL,
    unit       TEXT NOT NULL,
    after_fact INTEGER NOT NULL,
    at_ms      INTEGER NOT NULL,
    PRIMARY KEY (customer, unit)
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

CREATE TABLE deeds (
    proposal BLOB NOT NULL REFERENCES proposals (id),
    part     INTEGER NOT NULL,
    row_key  TEXT NOT NULL,
    deed     TEXT NOT NULL, -- JSON
    undone   INTEGER NOT NULL,
    PRIMARY KEY (proposal, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE departures (
    no      TEXT NOT NULL,
    station TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (station, no)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE enrolment_codes (
    digest     BLOB PRIMARY KEY, -- the code itself is never kept
    unit       TEXT NOT NULL,
    terminal   TEXT NOT NULL,
    expires_ms INTEGER NOT NULL,
    device     INTEGER REFERENCES devices (id)
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
    placement     BLOB, set_aside INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (customer, fact)
) STRICT, WITHOUT ROWID;

CREATE TABLE postings (
    id        INTEGER PRIMARY KEY,
    posted_ms INTEGER NOT NULL,
    cause     TEXT NOT NULL, -- entry 7.1.0.12, or accounts loaded
    unit      TEXT NOT NULL,
    account   INTEGER NOT NULL,
    amount    INTEGER NOT NULL
) STRICT;

CREATE TABLE prices (
    id      INTEGER PRIMARY KEY,
    content TEXT NOT NULL, -- JSON
    version INTEGER NOT NULL
) STRICT;

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

CREATE TABLE rules (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    content TEXT NOT NULL, -- JSON
    version INTEGER NOT NULL
) STRICT;

CREATE TABLE seals (
    device      INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    history     INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    hash        BLOB NOT NULL,
    seal        BLOB NOT NULL,
    PRIMARY KEY (device, incarnation, history, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE second_factors (
    operator     INTEGER PRIMARY KEY,
    salt         BLOB NOT NULL,
    confirmed_ms INTEGER,
    last_step    INTEGER NOT NULL -- of the last code that was used; none works twice
) STRICT;

CREATE TABLE segments (
    no      TEXT PRIMARY KEY,
    station TEXT NOT NULL, -- which outlets hear of it
    content TEXT NOT NULL, -- JSON
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    name           TEXT NOT NULL,
    effective_from INTEGER NOT NULL, -- yyyymmdd
    content        TEXT NOT NULL,    -- JSON
    PRIMARY KEY (name, effective_from)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE sightings (
    device           INTEGER PRIMARY KEY REFERENCES devices (id),
    at_ms            INTEGER NOT NULL,
    unsent           INTEGER NOT NULL,
    oldest_unsent_ms INTEGER,
    clock_off_ms     INTEGER NOT NULL,
    program          TEXT NOT NULL
, free_mib INTEGER, replica_mib INTEGER) STRICT;

CREATE TABLE sign_in_attempts (
    subject         TEXT PRIMARY KEY,
    failures        INTEGER NOT NULL,
    first_ms        INTEGER NOT NULL,
    locked_until_ms INTEGER
) STRICT, WITHOUT ROWID;

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
    version     INTEGER NOT NULL, operator INTEGER, at_ms INTEGER, proposal BLOB, voided INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (customer, period, issue)
) STRICT, WITHOUT ROWID;

CREATE TABLE supplies (
    customer INTEGER PRIMARY KEY REFERENCES customers (id),
    station  TEXT NOT NULL,
    archive  INTEGER NOT NULL,
    digest   BLOB NOT NULL, -- of what was loaded, so that loading it again changes nothing
    standing TEXT NOT NULL, -- JSON
    version  INTEGER NOT NULL
) STRICT;

CREATE TABLE supply_documents (
    customer INTEGER NOT NULL REFERENCES customers (id),
    archive  INTEGER NOT NULL, -- the version at which it was loaded
    content  TEXT NOT NULL,    -- JSON
    PRIMARY KEY (customer, archive)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE units (
    code    TEXT PRIMARY KEY,
    parent  TEXT,
    level   INTEGER NOT NULL,
    name    TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX archive_changes_by_customer ON archive_changes (customer);

CREATE INDEX case_sides_by_device ON case_sides (device);

CREATE INDEX cases_by_status ON cases (status, kind);

CREATE INDEX cases_by_version ON cases (version);

CREATE INDEX chosen_readings_by_customer ON chosen_readings (customer, period);

CREATE INDEX console_sessions_by_operator ON console_sessions (operator);

CREATE INDEX corrections_by_customer ON corrections (customer);

CREATE INDEX customers_by_change ON customers (station, version);

CREATE INDEX customers_by_unit ON customers (unit, arrears);

CREATE INDEX customers_by_words ON customers (name, address, phone, meter_no, old_no, no);

CREATE INDEX deeds_by_row ON deeds (row_key);

CREATE INDEX notices_by_customer ON notices (customer);

CREATE INDEX payments_by_day ON payments (business_date);

CREATE INDEX payments_by_id ON payments (id);

CREATE INDEX payments_unplaced ON payments (customer) WHERE booked_owner IS NULL;

CREATE INDEX proposals_by_seq ON proposals (seq);

CREATE INDEX proposals_by_state ON proposals (state, seq);

CREATE INDEX readings_by_change ON readings (station, version);

CREATE INDEX readings_by_customer ON readings (customer, period);

CREATE INDEX readings_by_segment ON readings (period, segment);

CREATE INDEX refunds_by_task ON refunds (task);

CREATE INDEX restore_requests_by_time ON restore_requests (due_at_ms);

CREATE INDEX reversals_by_day ON reversals (business_date);

CREATE INDEX rival_bills_by_customer ON rival_bills (customer, period);

CREATE INDEX rounds_by_period ON rounds (period);

CREATE INDEX statements_by_change ON statements (station, version) WHERE device IS NULL;

CREATE INDEX statements_by_day ON statements (to_day);

CREATE INDEX supplies_by_change ON supplies (station, version);

CREATE INDEX tasks_by_case ON tasks (case_id);

CREATE INDEX tasks_by_change ON tasks (device, version);
