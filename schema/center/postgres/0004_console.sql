-- Who is signed in to the console. Several processes of a center share it, and none of it is a secret: sessions are kept as
-- digests, and a second factor's secret comes from the center's key and its salt.

CREATE TABLE console_sessions (
    digest     BYTEA PRIMARY KEY, -- SHA-256 of the token
    operator   BIGINT NOT NULL,
    started_ms BIGINT NOT NULL,
    seen_ms    BIGINT NOT NULL    -- when somebody last worked with it
);
CREATE INDEX console_sessions_by_operator ON console_sessions (operator);

-- 验证器. It counts once a code proved it.
CREATE TABLE second_factors (
    operator     BIGINT PRIMARY KEY,
    salt         BYTEA NOT NULL,
    confirmed_ms BIGINT,
    last_step    BIGINT NOT NULL -- of the last code that was used; none works twice
);

-- Tries that are not known to be right, by login and by address.
CREATE TABLE sign_in_attempts (
    subject         TEXT COLLATE "C" PRIMARY KEY,
    failures        BIGINT NOT NULL,
    first_ms        BIGINT NOT NULL,
    locked_until_ms BIGINT
);

-- Whoever listens for news asks for the newest case every second.
CREATE INDEX cases_by_version ON cases (version);
