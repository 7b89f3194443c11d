-- Who is signed in to the console. Several processes of a center share it, and none of it is a secret: sessions are kept as
-- digests, and a second factor's secret comes from the center's key and its salt.

CREATE TABLE console_sessions (
    digest     BLOB PRIMARY KEY, -- SHA-256 of the token
    operator   INTEGER NOT NULL,
    started_ms INTEGER NOT NULL,
    seen_ms    INTEGER NOT NULL  -- when somebody last worked with it
) STRICT, WITHOUT ROWID;
CREATE INDEX console_sessions_by_operator ON console_sessions (operator);

-- 验证器. It counts once a code proved it.
CREATE TABLE second_factors (
    operator     INTEGER PRIMARY KEY,
    salt         BLOB NOT NULL,
    confirmed_ms INTEGER,
    last_step    INTEGER NOT NULL -- of the last code that was used; none works twice
) STRICT;

-- Tries that are not known to be right, by login and by address.
CREATE TABLE sign_in_attempts (
    subject         TEXT PRIMARY KEY,
    failures        INTEGER NOT NULL,
    first_ms        INTEGER NOT NULL,
    locked_until_ms INTEGER
) STRICT, WITHOUT ROWID;

-- Whoever listens for news asks for the newest case every second.
CREATE INDEX cases_by_version ON cases (version);
