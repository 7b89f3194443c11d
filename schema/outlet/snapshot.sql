-- All migrations summed up; written by the test `the_migrations_sum_up_to_the_reviewed_schema`.
-- user_version 8

CREATE INDEX archive_change_by_customer ON archive_change (customer);

CREATE INDEX attachment_to_send ON attachment (number) WHERE sent < length;

CREATE INDEX bill_issued_by_customer ON bill_issued (customer, period);

CREATE INDEX case_by_entry ON case_notice (device, incarnation, seq);

CREATE INDEX known_reading_by_customer ON known_reading (customer, period);

CREATE INDEX known_reading_by_period ON known_reading (period);

CREATE INDEX known_reading_by_point ON known_reading (point, period);

CREATE INDEX notice_by_customer ON notice (customer);

CREATE INDEX operator_by_login ON operator (login);

CREATE INDEX payment_by_customer ON payment (customer);

CREATE INDEX payment_by_date ON payment (business_date);

CREATE INDEX reading_by_customer ON reading (customer, period);

CREATE INDEX reading_by_import ON reading (import) WHERE import IS NOT NULL;

CREATE INDEX reading_by_period ON reading (period);

CREATE INDEX reading_by_point ON reading (point, period);

CREATE INDEX reading_import_by_file ON reading_import (file);

CREATE INDEX reading_request_by_reading ON reading_request (reading);

CREATE INDEX refund_by_date ON refund (business_date);

CREATE INDEX refund_by_task ON refund (task);

CREATE INDEX restore_request_by_payment ON restore_request (payment);

CREATE INDEX restore_request_by_place ON restore_request (device, incarnation, seq);

CREATE INDEX round_by_period ON round (period);

CREATE INDEX round_point_by_customer ON round_point (customer, period);

CREATE INDEX round_point_by_point ON round_point (point, period);

CREATE INDEX supply_point_by_segment ON supply_point (segment);

CREATE TABLE applied_through (
    customer TEXT NOT NULL,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (customer, device, incarnation)
) STRICT, WITHOUT ROWID;

CREATE TABLE archive_change (
    id BLOB PRIMARY KEY,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    customer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment (
    hash BLOB PRIMARY KEY,
    -- In the order in which they came.
    number INTEGER NOT NULL UNIQUE,
    length INTEGER NOT NULL,
    kind TEXT NOT NULL,
    -- Bytes that the center is known to hold. NULL where the bytes here are damaged and nobody can use them.
    sent INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment_piece (
    hash BLOB NOT NULL,
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (hash, number)
) STRICT;

CREATE TABLE balance (
    unit TEXT NOT NULL,
    account INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    PRIMARY KEY (unit, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE bill (
    customer INTEGER NOT NULL,
    period INTEGER NOT NULL,
    issue INTEGER NOT NULL,
    elec_type INTEGER NOT NULL,
    energy_kwh INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    penalty_start TEXT NOT NULL,
    lock TEXT,
    PRIMARY KEY (customer, period, issue)
) STRICT, WITHOUT ROWID;

CREATE TABLE bill_issued (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    customer TEXT NOT NULL,
    period INTEGER NOT NULL,
    issue INTEGER NOT NULL,
    PRIMARY KEY (device, incarnation, seq),
    UNIQUE (device, incarnation, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE billing_rules (
    effective_from TEXT PRIMARY KEY,
    rules TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE case_notice (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    device INTEGER,
    incarnation INTEGER,
    seq INTEGER,
    open INTEGER NOT NULL
) STRICT;

CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    no TEXT NOT NULL UNIQUE,
    old_no TEXT,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    unit TEXT NOT NULL,
    elec_type INTEGER NOT NULL,
    meter_no TEXT NOT NULL,
    transformer_area TEXT NOT NULL,
    phone TEXT NOT NULL,
    status TEXT NOT NULL,
    power TEXT NOT NULL,
    prepaid_fen INTEGER NOT NULL,
    tail_fen INTEGER NOT NULL,
    as_of_ms INTEGER NOT NULL
) STRICT;

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

CREATE TABLE draft (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    payment BLOB NOT NULL,
    customer TEXT NOT NULL,
    opened_at_ms INTEGER NOT NULL
) STRICT;

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

CREATE TABLE exchange (
    what TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE fate (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    fate TEXT NOT NULL,
    case_id INTEGER,
    PRIMARY KEY (device, incarnation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_row (
    import BLOB NOT NULL,
    -- From 1, header lines counted.
    row INTEGER NOT NULL,
    text TEXT NOT NULL,
    -- JSON: accepted, corrected or rejected, with the reason, and the bytes of fields that could not be read.
    outcome TEXT NOT NULL,
    PRIMARY KEY (import, row)
) STRICT, WITHOUT ROWID;

CREATE TABLE known_device (
    device INTEGER PRIMARY KEY,
    terminal TEXT NOT NULL,
    unit TEXT NOT NULL,
    key BLOB NOT NULL,
    suspended INTEGER NOT NULL
) STRICT;

CREATE TABLE known_reading (
    id BLOB PRIMARY KEY,
    customer TEXT NOT NULL,
    point TEXT NOT NULL,
    period INTEGER NOT NULL,
    read_on TEXT NOT NULL,
    method INTEGER NOT NULL,
    energy_kwh INTEGER NOT NULL,
    total TEXT,
    estimated INTEGER NOT NULL,
    anomaly INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    state INTEGER NOT NULL,
    reviewer INTEGER,
    note TEXT NOT NULL,
    known TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
    id BLOB PRIMARY KEY,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    customer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE operator (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    roles TEXT NOT NULL,
    verifier TEXT NOT NULL,
    suspended INTEGER NOT NULL
) STRICT;

CREATE TABLE past_payment (
    customer INTEGER NOT NULL,
    line INTEGER NOT NULL,
    payment BLOB NOT NULL,
    paid_on TEXT NOT NULL,
    amount_fen INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    PRIMARY KEY (customer, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment (
    id BLOB PRIMARY KEY,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    customer TEXT NOT NULL,
    business_date TEXT NOT NULL,
    cashier INTEGER NOT NULL,
    receipt INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    reprints INTEGER NOT NULL,
    UNIQUE (device, incarnation, seq),
    UNIQUE (device, incarnation, receipt)
) STRICT, WITHOUT ROWID;

CREATE TABLE posting (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    line INTEGER NOT NULL,
    unit TEXT NOT NULL,
    account INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    PRIMARY KEY (device, incarnation, seq, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE preference (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE price (
    id INTEGER PRIMARY KEY,
    price TEXT NOT NULL
) STRICT;

CREATE TABLE reading (
    id BLOB PRIMARY KEY,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    customer TEXT NOT NULL,
    point TEXT NOT NULL,
    period INTEGER NOT NULL,
    read_on TEXT NOT NULL,
    method INTEGER NOT NULL,
    energy_kwh INTEGER NOT NULL,
    total TEXT,
    estimated INTEGER NOT NULL,
    anomaly INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    import BLOB,
    UNIQUE (device, incarnation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE reading_import (
    id BLOB PRIMARY KEY,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    file BLOB NOT NULL,
    profile TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE reading_request (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    reading BLOB NOT NULL,
    PRIMARY KEY (device, incarnation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE reading_state (
    reading BLOB PRIMARY KEY,
    state INTEGER NOT NULL,
    reviewer INTEGER,
    note TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recent_customer (
    customer TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE refund (
    id BLOB PRIMARY KEY,
    task BLOB NOT NULL,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    business_date TEXT NOT NULL,
    reprints INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE refund_draft (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    refund BLOB NOT NULL,
    task BLOB NOT NULL,
    opened_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE release_code_used (
    purpose TEXT NOT NULL,
    until TEXT NOT NULL,
    serial INTEGER NOT NULL,
    PRIMARY KEY (purpose, until, serial)
) STRICT, WITHOUT ROWID;

CREATE TABLE release_guess (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    failures INTEGER NOT NULL,
    last_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE release_key (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    key BLOB NOT NULL
) STRICT;

CREATE TABLE restore_request (
    id BLOB PRIMARY KEY,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    payment BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE reversal (
    payment BLOB PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE round (
    segment TEXT NOT NULL,
    period INTEGER NOT NULL,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (segment, period)
) STRICT, WITHOUT ROWID;

CREATE TABLE round_point (
    segment TEXT NOT NULL,
    period INTEGER NOT NULL,
    point TEXT NOT NULL,
    customer TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    meter TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (segment, period, point)
) STRICT, WITHOUT ROWID;

CREATE TABLE round_snapshot (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    customer TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (device, incarnation, seq, customer)
) STRICT, WITHOUT ROWID;

CREATE TABLE rules (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    rules TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE search_name USING fts5 (name, content = '', columnsize = 0, tokenize = 'ascii');

CREATE VIRTUAL TABLE search_number USING fts5 (number, content = '', columnsize = 0, detail = none, tokenize = 'ascii');

CREATE VIRTUAL TABLE search_pinyin USING fts5 (pinyin, content = '', columnsize = 0, detail = none, prefix = '1 2 3', tokenize = 'ascii');

CREATE VIRTUAL TABLE search_text USING fts5 (name, address, pinyin, content = '', columnsize = 0, tokenize = 'ascii');

CREATE TABLE seen_bill (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    period INTEGER NOT NULL,
    issue INTEGER NOT NULL,
    bill TEXT NOT NULL,
    PRIMARY KEY (device, incarnation, seq, period, issue)
) STRICT, WITHOUT ROWID;

CREATE TABLE seen_judgement (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    judgement TEXT NOT NULL,
    PRIMARY KEY (device, incarnation, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE segment (
    no TEXT PRIMARY KEY,
    unit TEXT NOT NULL,
    segment TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settlement (
    customer INTEGER NOT NULL,
    period INTEGER NOT NULL,
    issue INTEGER NOT NULL,
    line INTEGER NOT NULL,
    settled_on TEXT NOT NULL,
    principal_fen INTEGER NOT NULL,
    penalty_fen INTEGER NOT NULL,
    PRIMARY KEY (customer, period, issue, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE shift (
    no INTEGER PRIMARY KEY,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    cashier INTEGER NOT NULL,
    business_date TEXT NOT NULL,
    opening_fen INTEGER NOT NULL,
    opened_at_ms INTEGER NOT NULL,
    drawer_fen INTEGER NOT NULL,
    counted_fen INTEGER,
    expected_fen INTEGER
) STRICT;

CREATE TABLE shift_sum (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    shift INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    payments INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    PRIMARY KEY (device, incarnation, shift)
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_attempt (
    login TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE statement (
    customer TEXT NOT NULL,
    period INTEGER NOT NULL,
    issue INTEGER NOT NULL,
    statement TEXT NOT NULL,
    PRIMARY KEY (customer, period, issue)
) STRICT, WITHOUT ROWID;

CREATE TABLE stream (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    root BLOB NOT NULL,
    held INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (device, incarnation)
) STRICT, WITHOUT ROWID;

CREATE TABLE supply (
    customer TEXT PRIMARY KEY,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE supply_point (
    customer TEXT NOT NULL,
    point TEXT NOT NULL,
    segment TEXT NOT NULL,
    PRIMARY KEY (customer, point)
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
    id BLOB PRIMARY KEY,
    state TEXT NOT NULL,
    given_ms INTEGER NOT NULL,
    -- The whole task as JSON.
    task TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE task_answer (
    task BLOB PRIMARY KEY,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (
    code TEXT PRIMARY KEY,
    parent TEXT,
    level TEXT NOT NULL,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'a journal entry is never changed'); END;

CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'a journal entry is never deleted'); END;

