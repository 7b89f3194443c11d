-- The rows of imported files of readings as evidence: what stood in the file, and what became of it. Belongs to the
-- journal, whose entry names the import; written once, with that entry, and never changed.

CREATE TABLE import_row (
    import BLOB NOT NULL,
    -- From 1, header lines counted.
    row INTEGER NOT NULL,
    text TEXT NOT NULL,
    -- JSON: accepted, corrected or rejected, with the reason, and the bytes of fields that could not be read.
    outcome TEXT NOT NULL,
    PRIMARY KEY (import, row)
) STRICT, WITHOUT ROWID;
