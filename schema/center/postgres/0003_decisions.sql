-- Decisions of people at the center, what they asked outlets to do, and the center's own journal.

-- The center's journal: device 0, incarnation 1. Each row is chained to the one before and sealed with the center's key.
CREATE TABLE acts (
    seq      BIGINT PRIMARY KEY,
    at_ms    BIGINT NOT NULL,
    operator BIGINT NOT NULL, -- 0 is the center itself
    kind     BIGINT NOT NULL, -- of the entry
    name     TEXT COLLATE "C" NOT NULL,    -- what was done, in a word
    hash     BYTEA NOT NULL,
    seal     BYTEA NOT NULL,
    bytes    BYTEA NOT NULL     -- canonical; never encoded again
);

-- What an act is about, such as `case:12` or `customer:4280011234`.
CREATE TABLE act_subjects (
    subject TEXT COLLATE "C" NOT NULL,
    seq     BIGINT NOT NULL,
    PRIMARY KEY (subject, seq)
);

CREATE TABLE proposals (
    id          BYTEA PRIMARY KEY,
    seq         BIGINT NOT NULL, -- its act
    matter      TEXT COLLATE "C" NOT NULL,
    content     TEXT COLLATE "C" NOT NULL,    -- JSON
    note        TEXT COLLATE "C" NOT NULL,
    state       BIGINT NOT NULL,
    alone       BIGINT NOT NULL, -- one person was enough
    proposed_by BIGINT NOT NULL,
    proposed_ms BIGINT NOT NULL,
    answered_by BIGINT,
    answered_ms BIGINT,
    answer_note TEXT COLLATE "C" NOT NULL,
    preview     TEXT COLLATE "C" NOT NULL,    -- JSON, as it was looked at
    undone_by   BYTEA
);
CREATE INDEX proposals_by_state ON proposals (state, seq);
CREATE INDEX proposals_by_seq ON proposals (seq);

-- What a decision did, so that it can be taken back. `row_key` names what it touched.
CREATE TABLE deeds (
    proposal BYTEA NOT NULL,
    part     BIGINT NOT NULL,
    row_key  TEXT COLLATE "C" NOT NULL,
    deed     TEXT COLLATE "C" NOT NULL, -- JSON
    undone   BIGINT NOT NULL,
    PRIMARY KEY (proposal, part)
);
CREATE INDEX deeds_by_row ON deeds (row_key);

-- 调账: it stands among the payments of its account.
CREATE TABLE adjustments (
    customer      TEXT COLLATE "C" NOT NULL,
    proposal      BYTEA NOT NULL,
    part          BIGINT NOT NULL,
    case_id       BIGINT NOT NULL,
    kind          BIGINT NOT NULL,
    amount        BIGINT NOT NULL,
    desk          TEXT COLLATE "C" NOT NULL,
    business_date BIGINT NOT NULL,
    at_ms         BIGINT NOT NULL,
    seq           BIGINT NOT NULL, -- the act of its proposal
    of_fact       BIGINT,          -- the payment that it pays out of clarification
    undone        BIGINT NOT NULL,
    booked_owner  TEXT COLLATE "C",
    placement     BYTEA,
    PRIMARY KEY (customer, proposal, part)
) PARTITION BY HASH (customer);

-- A payment's `customer` is the account that it stands on. `set_aside`: it was refunded out of clarification and stands on no
-- account, even when its number becomes known.
ALTER TABLE payments ADD COLUMN set_aside BIGINT NOT NULL DEFAULT 0;

CREATE TABLE tasks (
    id          BYTEA PRIMARY KEY,
    proposal    BYTEA NOT NULL,
    case_id     BIGINT NOT NULL,
    device      BIGINT NOT NULL,
    state       BIGINT NOT NULL,
    content     TEXT COLLATE "C" NOT NULL, -- JSON, as the outlet gets it
    answered_by BIGINT,
    answered_ms BIGINT,
    answer_note TEXT COLLATE "C" NOT NULL,
    version     BIGINT NOT NULL
);
CREATE INDEX tasks_by_change ON tasks (device, version);
CREATE INDEX tasks_by_case ON tasks (case_id);

-- 退款支付, as their entries say.
CREATE TABLE refunds (
    id          BYTEA PRIMARY KEY,
    task        BYTEA NOT NULL,
    device      BIGINT NOT NULL,
    incarnation BIGINT NOT NULL,
    history     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    terminal    TEXT COLLATE "C" NOT NULL,
    operator    BIGINT NOT NULL,
    at_ms       BIGINT NOT NULL,
    desk        TEXT COLLATE "C" NOT NULL,
    content     TEXT COLLATE "C" NOT NULL -- JSON
);
CREATE INDEX refunds_by_task ON refunds (task);

ALTER TABLE cases ADD COLUMN owner BIGINT;
ALTER TABLE cases ADD COLUMN proposal BYTEA; -- that waits for an answer
ALTER TABLE cases ADD COLUMN decision BYTEA; -- that is in force
ALTER TABLE cases ADD COLUMN rests BIGINT; -- how it stands again if the proposal is refused

-- What happened to a case, in the order of versions.
CREATE TABLE case_events (
    case_id  BIGINT NOT NULL,
    version  BIGINT NOT NULL,
    at_ms    BIGINT NOT NULL,
    operator BIGINT,
    what     TEXT COLLATE "C" NOT NULL,
    note     TEXT COLLATE "C" NOT NULL,
    proposal BYTEA,
    PRIMARY KEY (case_id, version)
);

-- The seal under each piece of a journal that was taken in: it proves every entry before it.
CREATE TABLE seals (
    device      BIGINT NOT NULL,
    incarnation BIGINT NOT NULL,
    history     BIGINT NOT NULL,
    seq         BIGINT NOT NULL,
    hash        BYTEA NOT NULL,
    seal        BYTEA NOT NULL,
    PRIMARY KEY (device, incarnation, history, seq)
) PARTITION BY HASH (device);

-- Settings of the center, a document for each day from which one is in force.
CREATE TABLE settings (
    name           TEXT COLLATE "C" NOT NULL,
    effective_from BIGINT NOT NULL, -- yyyymmdd
    content        TEXT COLLATE "C" NOT NULL,    -- JSON
    PRIMARY KEY (name, effective_from)
);

DO $$
DECLARE
    grown TEXT;
BEGIN
    FOREACH grown IN ARRAY ARRAY['adjustments', 'seals'] LOOP
        FOR part IN 0..15 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
                grown || '_' || part, grown, part);
        END LOOP;
    END LOOP;
END
$$;
