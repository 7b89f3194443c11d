-- 待办, refunds and archive corrections, and what proves 解锁码.

-- As the center sent it: the newest state of each task of this device.
CREATE TABLE task (
    id BLOB PRIMARY KEY,
    state TEXT NOT NULL,
    given_ms INTEGER NOT NULL,
    -- The whole task as JSON.
    task TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- From here to `archive_change` everything follows from the journal. The first answer of a task is the one that counts; a
-- refund answers its task too and lies in `refund`.
CREATE TABLE task_answer (
    task BLOB PRIMARY KEY,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL
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

CREATE INDEX refund_by_task ON refund (task);
CREATE INDEX refund_by_date ON refund (business_date);

CREATE TABLE archive_change (
    id BLOB PRIMARY KEY,
    device INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    customer TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX archive_change_by_customer ON archive_change (customer);

-- The desk's own memory, not part of any journal.

-- A refund panel that was opened; its id is durable before any cash leaves the drawer.
CREATE TABLE refund_draft (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    refund BLOB NOT NULL,
    task BLOB NOT NULL,
    opened_at_ms INTEGER NOT NULL
) STRICT;

-- Shared with the center.
CREATE TABLE release_key (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    key BLOB NOT NULL
) STRICT;

-- Codes that were taken here, until they expire.
CREATE TABLE release_code_used (
    purpose TEXT NOT NULL,
    until TEXT NOT NULL,
    serial INTEGER NOT NULL,
    PRIMARY KEY (purpose, until, serial)
) STRICT, WITHOUT ROWID;

-- Codes in a row that were none of the center's.
CREATE TABLE release_guess (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    failures INTEGER NOT NULL,
    last_ms INTEGER NOT NULL
) STRICT;
