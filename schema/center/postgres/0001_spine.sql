-- The center's books, by number the same schema as SQLite's. Money is whole fen, a day is yyyymmdd, a time is milliseconds
-- since 1970 UTC. Whole numbers are BIGINT so that rows read alike; every text is COLLATE "C", so it sorts by its bytes.
-- What grows with the years is partitioned: by the hash of the device or the customer, so that everything about one of
-- them lies together, and postings by the year, so that an old year can be put away. Between those tables and `customers`
-- there are no foreign keys: the center writes a customer and its rows in one transaction, and asking again for each of
-- them would cost a third of loading.
-- `version` rises with every row that an outlet may have to hear of; an outlet's cursor is a version.

CREATE TABLE counters (
    id        BIGINT PRIMARY KEY CHECK (id = 1),
    version   BIGINT NOT NULL,
    last_fact BIGINT NOT NULL
) WITH (fillfactor = 50);
INSERT INTO counters VALUES (1, 0, 0);

CREATE TABLE units (
    code    TEXT COLLATE "C" PRIMARY KEY,
    parent  TEXT COLLATE "C",
    level   BIGINT NOT NULL,
    name    TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE operators (
    id           BIGINT PRIMARY KEY,
    login        TEXT COLLATE "C" NOT NULL UNIQUE,
    name         TEXT COLLATE "C" NOT NULL,
    unit         TEXT COLLATE "C" NOT NULL,
    roles        TEXT COLLATE "C" NOT NULL, -- JSON array
    verifier     TEXT COLLATE "C" NOT NULL, -- Argon2id, PHC form
    suspended_ms BIGINT,
    version      BIGINT NOT NULL
);

-- All versions of the collection rules in one document, as an outlet gets them.
CREATE TABLE rules (
    id      BIGINT PRIMARY KEY CHECK (id = 1),
    content TEXT COLLATE "C" NOT NULL, -- JSON
    version BIGINT NOT NULL
);

CREATE TABLE prices (
    id      BIGINT PRIMARY KEY,
    content TEXT COLLATE "C" NOT NULL, -- JSON
    version BIGINT NOT NULL
);

CREATE TABLE devices (
    id           BIGINT PRIMARY KEY,
    terminal     TEXT COLLATE "C" NOT NULL UNIQUE,
    unit         TEXT COLLATE "C" NOT NULL,
    key          BYTEA NOT NULL UNIQUE,
    incarnation  BIGINT NOT NULL, -- the newest that was given out
    enrolled_ms  BIGINT NOT NULL,
    suspended_ms BIGINT,
    version      BIGINT NOT NULL
);

-- How each device stood when it was last heard of. Written along with the next commit, never on its own.
CREATE TABLE sightings (
    device           BIGINT PRIMARY KEY REFERENCES devices (id),
    at_ms            BIGINT NOT NULL,
    unsent           BIGINT NOT NULL,
    oldest_unsent_ms BIGINT,
    clock_off_ms     BIGINT NOT NULL,
    program          TEXT COLLATE "C" NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE enrolment_codes (
    digest     BYTEA PRIMARY KEY, -- the code itself is never kept
    unit       TEXT COLLATE "C" NOT NULL,
    terminal   TEXT COLLATE "C" NOT NULL,
    expires_ms BIGINT NOT NULL,
    device     BIGINT REFERENCES devices (id)
);

-- A journal as it was received. History 0 is the one that came first; a clone or a restored backup adds another,
-- which shares everything up to `forked_after` with its parent.
CREATE TABLE histories (
    device       BIGINT NOT NULL REFERENCES devices (id),
    incarnation  BIGINT NOT NULL,
    history      BIGINT NOT NULL,
    parent       BIGINT NOT NULL,
    forked_after BIGINT NOT NULL,
    held_seq     BIGINT NOT NULL,
    held_hash    BYTEA NOT NULL,
    goes_on_as   BIGINT, -- the incarnation that its device was told to go on in
    PRIMARY KEY (device, incarnation, history)
) WITH (fillfactor = 50);

CREATE TABLE entries (
    device      BIGINT NOT NULL,
    incarnation BIGINT NOT NULL,
    history     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    kind        BIGINT NOT NULL,
    parked      BIGINT NOT NULL,
    received_ms BIGINT NOT NULL,
    hash        BYTEA NOT NULL,
    bytes       BYTEA NOT NULL, -- canonical; never encoded again
    PRIMARY KEY (device, incarnation, history, seq)
) PARTITION BY HASH (device);

CREATE TABLE customers (
    id               BIGINT PRIMARY KEY,
    no               TEXT COLLATE "C" NOT NULL UNIQUE,
    unit             TEXT COLLATE "C" NOT NULL,
    station          TEXT COLLATE "C" NOT NULL, -- which outlets hear of it
    old_no           TEXT COLLATE "C",
    name             TEXT COLLATE "C" NOT NULL,
    address          TEXT COLLATE "C" NOT NULL,
    elec_type        BIGINT NOT NULL,
    meter_no         TEXT COLLATE "C" NOT NULL,
    transformer_area TEXT COLLATE "C" NOT NULL,
    phone            TEXT COLLATE "C" NOT NULL,
    status           BIGINT NOT NULL,
    power            BIGINT NOT NULL,
    issued_prepaid   BIGINT NOT NULL, -- as loaded; payments come on top
    issued_tail      BIGINT NOT NULL,
    prepaid          BIGINT NOT NULL, -- as it stands
    tail             BIGINT NOT NULL,
    arrears          BIGINT NOT NULL,
    content          BYTEA NOT NULL, -- digest of what was loaded, so that loading it again changes nothing
    served           BYTEA NOT NULL, -- open bills and last payments, packed as outlets get them
    version          BIGINT NOT NULL
);
CREATE INDEX customers_by_change ON customers (station, version);

-- A customer that moved away from a station.
CREATE TABLE departures (
    no      TEXT COLLATE "C" NOT NULL,
    station TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (station, no)
);

CREATE TABLE bills (
    customer      BIGINT NOT NULL,
    period        BIGINT NOT NULL, -- yyyymm
    issue         BIGINT NOT NULL,
    elec_type     BIGINT NOT NULL,
    energy_kwh    BIGINT NOT NULL,
    amount        BIGINT NOT NULL,
    penalty_start BIGINT NOT NULL,
    lock          BIGINT,
    was_open      BIGINT NOT NULL, -- when it was loaded
    settled       BYTEA,             -- settlements that were loaded with it; later ones follow from the payments
    PRIMARY KEY (customer, period, issue)
) PARTITION BY HASH (customer);

-- A payment is a fact. `placement` says what became of it on the account; it is computed again when facts arrive late.
CREATE TABLE payments (
    customer      TEXT COLLATE "C" NOT NULL,
    fact          BIGINT NOT NULL, -- rises in the order of arrival
    id            BYTEA NOT NULL,
    device        BIGINT NOT NULL,
    incarnation   BIGINT NOT NULL,
    history       BIGINT NOT NULL,
    seq           BIGINT NOT NULL,
    operator      BIGINT NOT NULL,
    terminal      TEXT COLLATE "C" NOT NULL,
    desk          TEXT COLLATE "C" NOT NULL,
    business_date BIGINT NOT NULL,
    at_ms         BIGINT NOT NULL,
    reversed      BIGINT NOT NULL,
    booked_owner  TEXT COLLATE "C",
    placement     BYTEA,
    PRIMARY KEY (customer, fact)
) PARTITION BY HASH (customer);
CREATE INDEX payments_by_id ON payments (id);
CREATE INDEX payments_by_day ON payments (business_date);
CREATE INDEX payments_unplaced ON payments (customer) WHERE booked_owner IS NULL;

CREATE TABLE reversals (
    id            BYTEA NOT NULL,
    device        BIGINT NOT NULL,
    incarnation   BIGINT NOT NULL,
    history       BIGINT NOT NULL,
    seq           BIGINT NOT NULL,
    payment       BYTEA NOT NULL,
    business_date BIGINT NOT NULL,
    PRIMARY KEY (device, incarnation, history, seq)
);
CREATE INDEX reversals_by_day ON reversals (business_date);

CREATE TABLE shifts (
    device        BIGINT NOT NULL,
    incarnation   BIGINT NOT NULL,
    history       BIGINT NOT NULL,
    shift         BIGINT NOT NULL,
    cashier       BIGINT,
    business_date BIGINT,
    opening_cash  BIGINT NOT NULL,
    counted_cash  BIGINT,
    expected_cash BIGINT,
    entries       BIGINT NOT NULL,
    payments      BIGINT NOT NULL,
    amount        BIGINT NOT NULL,
    PRIMARY KEY (device, incarnation, history, shift)
) WITH (fillfactor = 50);

-- 分录: debit positive, credit negative. What is posted for one cause balances within each unit.
CREATE TABLE postings (
    id        BIGINT GENERATED BY DEFAULT AS IDENTITY,
    posted_ms BIGINT NOT NULL,
    cause     TEXT COLLATE "C" NOT NULL, -- entry 7.1.0.12, or accounts loaded
    unit      TEXT COLLATE "C" NOT NULL,
    account   BIGINT NOT NULL,
    amount    BIGINT NOT NULL,
    PRIMARY KEY (posted_ms, id)
) PARTITION BY RANGE (posted_ms);

CREATE TABLE balances (
    unit    TEXT COLLATE "C" NOT NULL,
    account BIGINT NOT NULL,
    amount  BIGINT NOT NULL,
    PRIMARY KEY (unit, account)
) WITH (fillfactor = 50);

CREATE TABLE cases (
    id        BIGINT PRIMARY KEY,
    subject   TEXT COLLATE "C" NOT NULL UNIQUE, -- kind and what it is about: the same disagreement never opens twice
    kind      TEXT COLLATE "C" NOT NULL,
    status    BIGINT NOT NULL,
    customer  TEXT COLLATE "C",
    opened_ms BIGINT NOT NULL,
    conflict  TEXT COLLATE "C" NOT NULL, -- JSON
    version   BIGINT NOT NULL
);
CREATE INDEX cases_by_status ON cases (status, kind);

CREATE TABLE case_sides (
    case_id     BIGINT NOT NULL REFERENCES cases (id),
    place       BIGINT NOT NULL,
    device      BIGINT NOT NULL,
    incarnation BIGINT NOT NULL,
    history     BIGINT NOT NULL,
    seq         BIGINT, -- empty where the case is about the journal as a whole
    terminal    TEXT COLLATE "C" NOT NULL,
    operator    BIGINT,
    receipt     TEXT COLLATE "C",
    amount      BIGINT,
    at_ms       BIGINT,
    PRIMARY KEY (case_id, place)
);
CREATE INDEX case_sides_by_device ON case_sides (device);

-- Every partition by hash has the same number of parts, so that rows of one customer can move to another server together.
DO $$
DECLARE
    grown TEXT;
BEGIN
    FOREACH grown IN ARRAY ARRAY['entries', 'bills', 'payments'] LOOP
        FOR part IN 0..15 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
                grown || '_' || part, grown, part);
        END LOOP;
    END LOOP;
END
$$;

-- A year begins at midnight in the prefecture. What lies outside of all years still finds a place.
DO $$
DECLARE
    midnight CONSTANT TEXT := 'extract(epoch FROM make_timestamptz(%s, 1, 1, 0, 0, 0, ''Asia/Shanghai'')) * 1000';
    first_ms BIGINT;
    last_ms  BIGINT;
BEGIN
    FOR year IN 2025..2050 LOOP
        EXECUTE 'SELECT ' || format(midnight, year) INTO first_ms;
        EXECUTE 'SELECT ' || format(midnight, year + 1) INTO last_ms;
        EXECUTE format('CREATE TABLE %I PARTITION OF postings FOR VALUES FROM (%s) TO (%s)',
            'postings_' || year, first_ms, last_ms);
    END LOOP;
    CREATE TABLE postings_other PARTITION OF postings DEFAULT;
END
$$;
