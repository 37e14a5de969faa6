"""The tables of a ledger, as numbered migrations: the file's `user_version` says how many were applied.

Rows are added and never changed; what holds now is the latest of its kind. Triggers keep it so. Removing is for
`forget` and `prune` alone (`keeping.py`). A migration that was released is never edited: a new one follows it.
"""

from __future__ import annotations

APPLICATION = 0x67726164
"""`grad`, in the header of the file: whoever finds one knows what it is."""

FIRST = """
CREATE TABLE students (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    added TEXT NOT NULL
);

-- Compressed, and named by the SHA-256 of what they hold: equal contents are kept once.
CREATE TABLE blobs (
    hash BLOB PRIMARY KEY,
    content BLOB NOT NULL
);

CREATE TABLE rubrics (
    id INTEGER PRIMARY KEY,
    assignment TEXT NOT NULL,
    content BLOB NOT NULL REFERENCES blobs (hash),
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    made TEXT NOT NULL
);

CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    student INTEGER NOT NULL REFERENCES students (id),
    assignment TEXT NOT NULL,
    digest TEXT NOT NULL,
    content TEXT NOT NULL, -- the digest whoever handed it in: members of a group share it
    received TEXT,
    handed_in_by TEXT NOT NULL,
    notes TEXT NOT NULL,
    refusal TEXT NOT NULL,
    recorded TEXT NOT NULL
);
CREATE INDEX attempts_of ON attempts (assignment, student);

-- What was handed in; removed when it has been kept long enough.
CREATE TABLE hand_ins (
    attempt INTEGER PRIMARY KEY REFERENCES attempts (id),
    content BLOB NOT NULL REFERENCES blobs (hash)
);

CREATE TABLE gradings (
    id INTEGER PRIMARY KEY,
    attempt INTEGER NOT NULL REFERENCES attempts (id),
    rubric INTEGER NOT NULL REFERENCES rubrics (id),
    past_due INTEGER NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('graded', 'rejudged', 'rescored')),
    run TEXT NOT NULL,
    earned REAL NOT NULL,
    out_of REAL NOT NULL,
    ungraded REAL NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    made TEXT NOT NULL
);
CREATE INDEX gradings_of ON gradings (attempt);

CREATE TABLE examinations (
    grading INTEGER NOT NULL REFERENCES gradings (id),
    position INTEGER NOT NULL,
    exercise TEXT NOT NULL,
    judged TEXT NOT NULL,
    scored TEXT NOT NULL,
    findings BLOB NOT NULL REFERENCES blobs (hash),
    open INTEGER NOT NULL, -- whether a fault of ours left something undecided
    about TEXT NOT NULL,
    earned REAL NOT NULL,
    out_of REAL NOT NULL,
    ungraded REAL NOT NULL,
    PRIMARY KEY (grading, position)
) WITHOUT ROWID;

-- What was seen when it was run; removed when it has been kept long enough.
CREATE TABLE observations (
    grading INTEGER NOT NULL REFERENCES gradings (id),
    exercise TEXT NOT NULL,
    content BLOB NOT NULL REFERENCES blobs (hash),
    PRIMARY KEY (grading, exercise)
) WITHOUT ROWID;

-- Points that a person gives: for a written question, in place of a check's, an exercise's or all points.
CREATE TABLE overrides (
    id INTEGER PRIMARY KEY,
    student INTEGER NOT NULL REFERENCES students (id),
    assignment TEXT NOT NULL,
    attempt INTEGER REFERENCES attempts (id),
    exercise TEXT NOT NULL,
    check_key TEXT NOT NULL,
    points REAL,
    base REAL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    made TEXT NOT NULL
);
CREATE INDEX overrides_of ON overrides (assignment, student);

CREATE TABLE extensions (
    id INTEGER PRIMARY KEY,
    student INTEGER NOT NULL REFERENCES students (id),
    assignment TEXT NOT NULL,
    due TEXT,
    days REAL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    made TEXT NOT NULL
);
CREATE INDEX extensions_of ON extensions (assignment, student);

CREATE TABLE members (
    id INTEGER PRIMARY KEY,
    student INTEGER NOT NULL REFERENCES students (id),
    assignment TEXT NOT NULL,
    team TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    made TEXT NOT NULL
);

CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    student INTEGER NOT NULL REFERENCES students (id),
    assignment TEXT NOT NULL,
    exercise TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    made TEXT NOT NULL
);

CREATE TABLE answers (
    id INTEGER PRIMARY KEY,
    request INTEGER NOT NULL REFERENCES requests (id),
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    made TEXT NOT NULL
);

-- Whether reports bear names, by assignment; the latest holds.
CREATE TABLE naming (
    id INTEGER PRIMARY KEY,
    assignment TEXT NOT NULL,
    anonymous INTEGER NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    made TEXT NOT NULL
);

CREATE TABLE pseudonyms (
    student INTEGER NOT NULL REFERENCES students (id),
    assignment TEXT NOT NULL,
    pseudonym TEXT NOT NULL,
    PRIMARY KEY (student, assignment),
    UNIQUE (assignment, pseudonym)
) WITHOUT ROWID;

-- What is left of a student who was forgotten: points, so that the class's totals still add up.
CREATE TABLE tombstones (
    student INTEGER NOT NULL REFERENCES students (id),
    assignment TEXT NOT NULL,
    out_of REAL NOT NULL,
    raw REAL,
    penalty REAL NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    made TEXT NOT NULL,
    PRIMARY KEY (student, assignment)
) WITHOUT ROWID;

-- Removals, which leave no other trace.
CREATE TABLE removals (
    id INTEGER PRIMARY KEY,
    what TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    made TEXT NOT NULL
);

-- Which files the reports were written to, and what they should hold: no history, for they can be made anew.
CREATE TABLE outputs (
    student INTEGER NOT NULL REFERENCES students (id),
    assignment TEXT NOT NULL,
    folder TEXT NOT NULL,
    state TEXT NOT NULL,
    json TEXT NOT NULL,
    html TEXT NOT NULL,
    PRIMARY KEY (student, assignment, folder)
) WITHOUT ROWID;
"""

SECOND = """
-- A row when a regrading begins, and one when it has ended: of one that was interrupted, the first stands alone.
CREATE TABLE regradings (
    id INTEGER PRIMARY KEY,
    assignment TEXT NOT NULL,
    ended INTEGER REFERENCES regradings (id), -- which one has; NULL in a row that begins one
    gradings INTEGER NOT NULL, -- the latest number before it
    rubric INTEGER NOT NULL REFERENCES rubrics (id), -- the one that held before it
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    made TEXT NOT NULL
);
"""

MIGRATIONS: tuple[str, ...] = (FIRST, SECOND)

KEPT = (
    *("students", "blobs", "rubrics", "attempts", "hand_ins", "gradings", "examinations", "observations"),
    *("overrides", "extensions", "members", "requests", "answers", "naming", "pseudonyms", "tombstones", "removals"),
    "regradings",
)
"""Tables whose rows are never changed."""


def guards() -> list[str]:
    """The triggers that keep what is there."""
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE (ABORT, 'a ledger is added to, and never changed'); END"
        for table in KEPT
        for verb in ("UPDATE", "DELETE")
    ]


def loosened() -> list[str]:
    """What takes the triggers away, for the length of one transaction."""
    return [f"DROP TRIGGER {table}_{verb.lower()}" for table in KEPT for verb in ("UPDATE", "DELETE")]
