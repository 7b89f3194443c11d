-- Reading and billing: what belongs to the journal, what the center sent, and what follows from the journal.

-- Belongs to the journal: written once, with its entry, and never changed.

-- The supplies as they stood when a round was prepared, one a customer, as JSON. The entry carries their hash.
CREATE TABLE round_snapshot (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    customer TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (device, incarnation, seq, customer)
) STRICT, WITHOUT ROWID;

-- What a reader was told of a reading when it was entered. Rules and months move on; this stays.
CREATE TABLE seen_judgement (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    judgement TEXT NOT NULL,
    PRIMARY KEY (device, incarnation, seq)
) STRICT, WITHOUT ROWID;

-- Sent by the center: the newest state of each row.

CREATE TABLE segment (
    no TEXT PRIMARY KEY,
    unit TEXT NOT NULL,
    segment TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The settings of billing and reading, a row a version.
CREATE TABLE billing_rules (
    effective_from TEXT PRIMARY KEY,
    rules TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE supply (
    customer TEXT PRIMARY KEY,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The metering points of a supply that have a meter to read.
CREATE TABLE supply_point (
    customer TEXT NOT NULL,
    point TEXT NOT NULL,
    segment TEXT NOT NULL,
    PRIMARY KEY (customer, point)
) STRICT, WITHOUT ROWID;

CREATE INDEX supply_point_by_segment ON supply_point (segment);

-- Readings of other devices, and what became of our own.
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

CREATE INDEX known_reading_by_point ON known_reading (point, period);
CREATE INDEX known_reading_by_customer ON known_reading (customer, period);
CREATE INDEX known_reading_by_period ON known_reading (period);

-- 电费清单 of bills that the center issued.
CREATE TABLE statement (
    customer TEXT NOT NULL,
    period INTEGER NOT NULL,
    issue INTEGER NOT NULL,
    statement TEXT NOT NULL,
    PRIMARY KEY (customer, period, issue)
) STRICT, WITHOUT ROWID;

-- Follows from the journal: `rebuild` computes it again.

CREATE TABLE round (
    segment TEXT NOT NULL,
    period INTEGER NOT NULL,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (segment, period)
) STRICT, WITHOUT ROWID;

CREATE INDEX round_by_period ON round (period);

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

CREATE INDEX round_point_by_point ON round_point (point, period);
CREATE INDEX round_point_by_customer ON round_point (customer, period);

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

CREATE INDEX reading_by_point ON reading (point, period);
CREATE INDEX reading_by_customer ON reading (customer, period);
CREATE INDEX reading_by_period ON reading (period);
CREATE INDEX reading_by_import ON reading (import) WHERE import IS NOT NULL;

-- How far this device brought a reading, its own or another's; the center may have brought it further.
CREATE TABLE reading_state (
    reading BLOB PRIMARY KEY,
    state INTEGER NOT NULL,
    reviewer INTEGER,
    note TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE reading_request (
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    reading BLOB NOT NULL,
    PRIMARY KEY (device, incarnation, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX reading_request_by_reading ON reading_request (reading);

CREATE TABLE reading_import (
    id BLOB PRIMARY KEY,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    file BLOB NOT NULL,
    profile TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX reading_import_by_file ON reading_import (file);

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

CREATE INDEX bill_issued_by_customer ON bill_issued (customer, period);

CREATE TABLE restore_request (
    id BLOB PRIMARY KEY,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    payment BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX restore_request_by_payment ON restore_request (payment);
CREATE INDEX restore_request_by_place ON restore_request (device, incarnation, seq);

CREATE TABLE notice (
    id BLOB PRIMARY KEY,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    customer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX notice_by_customer ON notice (customer);
