-- What the journal says happened at this counter. Everything up to `balance` can be computed again from `entry`.

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

-- The sums of a shift within one journal; the center computes the same.
CREATE TABLE shift_sum (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    shift INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    payments INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    PRIMARY KEY (device, incarnation, shift)
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

CREATE INDEX payment_by_customer ON payment (customer);
CREATE INDEX payment_by_date ON payment (business_date);

CREATE TABLE reversal (
    payment BLOB PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
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

CREATE TABLE balance (
    unit TEXT NOT NULL,
    account INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL,
    PRIMARY KEY (unit, account)
) STRICT, WITHOUT ROWID;

-- The desk's own memory, not part of any journal.

CREATE TABLE draft (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    payment BLOB NOT NULL,
    customer TEXT NOT NULL,
    opened_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE recent_customer (
    customer TEXT PRIMARY KEY,
    at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_attempt (
    login TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE preference (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where the exchange with the center stands, a row a question, the answer as JSON.
CREATE TABLE exchange (
    what TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
