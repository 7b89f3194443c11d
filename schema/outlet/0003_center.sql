-- What the center decided and sent: the newest state of each row. It is replaced, never computed here.

CREATE TABLE unit (
    code TEXT PRIMARY KEY,
    parent TEXT,
    level TEXT NOT NULL,
    name TEXT NOT NULL
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

CREATE INDEX operator_by_login ON operator (login);

-- The collection rules with all their versions, as JSON.
CREATE TABLE rules (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    rules TEXT NOT NULL
) STRICT;

CREATE TABLE price (
    id INTEGER PRIMARY KEY,
    price TEXT NOT NULL
) STRICT;

CREATE TABLE known_device (
    device INTEGER PRIMARY KEY,
    terminal TEXT NOT NULL,
    unit TEXT NOT NULL,
    key BLOB NOT NULL,
    suspended INTEGER NOT NULL
) STRICT;

CREATE TABLE case_notice (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    device INTEGER,
    incarnation INTEGER,
    seq INTEGER,
    open INTEGER NOT NULL
) STRICT;

CREATE INDEX case_by_entry ON case_notice (device, incarnation, seq);

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

CREATE TABLE past_payment (
    customer INTEGER NOT NULL,
    line INTEGER NOT NULL,
    payment BLOB NOT NULL,
    paid_on TEXT NOT NULL,
    amount_fen INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    PRIMARY KEY (customer, line)
) STRICT, WITHOUT ROWID;

-- How much of this device's journals the customer's rows contain. It outlives the rows of a customer who left.
CREATE TABLE applied_through (
    customer TEXT NOT NULL,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (customer, device, incarnation)
) STRICT, WITHOUT ROWID;
