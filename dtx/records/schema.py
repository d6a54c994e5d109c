"""The tables, as a list of migrations: the n-th brings a store from version n-1 to version n. Never edit one that shipped."""

FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('patient_ref', lower(hex(randomblob(8))));

CREATE TABLE event (
    session_id TEXT NOT NULL, seq INTEGER NOT NULL, at TEXT NOT NULL, t REAL NOT NULL, kind TEXT NOT NULL,
    step TEXT, fingerprint TEXT, value TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (session_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('sealed', 'erased')),
    session_id TEXT NOT NULL, events INTEGER NOT NULL, head TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_by_session ON ledger (session_id, seq);

CREATE TABLE profile (seq INTEGER PRIMARY KEY, key TEXT NOT NULL, value TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE INDEX profile_by_key ON profile (key, seq);

CREATE TABLE session (
    session_id TEXT PRIMARY KEY, activity_id TEXT NOT NULL, activity_title TEXT NOT NULL,
    plugin_id TEXT NOT NULL, plugin_version TEXT NOT NULL,
    started_at TEXT NOT NULL, ended_at TEXT, status TEXT, sealed INTEGER NOT NULL, events INTEGER NOT NULL, last_at TEXT NOT NULL,
    pain_before INTEGER, pain_after INTEGER, started_utc TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_start ON session (started_utc);
CREATE INDEX session_by_activity ON session (activity_id, started_utc);
CREATE INDEX session_open ON session (started_utc) WHERE sealed = 0;

CREATE TRIGGER event_goes_on BEFORE INSERT ON event
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM event WHERE session_id = NEW.session_id), 0)
BEGIN SELECT RAISE(ABORT, 'events of a session follow each other without a gap'); END;
CREATE TRIGGER ledger_goes_on BEFORE INSERT ON ledger
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM ledger), 0)
BEGIN SELECT RAISE(ABORT, 'lines of the ledger follow each other without a gap'); END;
CREATE TRIGGER profile_goes_on BEFORE INSERT ON profile
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM profile), 0)
BEGIN SELECT RAISE(ABORT, 'lines of the profile follow each other without a gap'); END;

CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
CREATE TRIGGER ledger_stays BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END;
CREATE TRIGGER ledger_is_kept BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is never shortened'); END;
CREATE TRIGGER profile_stays BEFORE UPDATE ON profile BEGIN SELECT RAISE(ABORT, 'the profile is never changed'); END;
CREATE TRIGGER profile_is_kept BEFORE DELETE ON profile BEGIN SELECT RAISE(ABORT, 'the profile is never shortened'); END;
"""

DRAFTS = """
CREATE TABLE draft (
    session_id TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (session_id, name)
) STRICT, WITHOUT ROWID;
"""
"""What is being written and was not yet sent. No journal: it changes with every pause in the typing, and goes when it is sent."""

ERASING = """
CREATE TABLE hidden (id TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE erasing (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

DROP TRIGGER event_is_kept;
CREATE TRIGGER event_is_kept BEFORE DELETE ON event WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE id IN (OLD.session_id, '*'))
BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
DROP TRIGGER ledger_is_kept;
CREATE TRIGGER ledger_is_kept BEFORE DELETE ON ledger WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE id = '*')
BEGIN SELECT RAISE(ABORT, 'the ledger is never shortened'); END;
DROP TRIGGER profile_is_kept;
CREATE TRIGGER profile_is_kept BEFORE DELETE ON profile WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE id = '*')
BEGIN SELECT RAISE(ABORT, 'the profile is never shortened'); END;
"""
"""`hidden` is what the person took away and may still bring back; it stands in no list. `erasing` is empty but for the moment in which
what it names, or with `*` all there is, goes for good: nothing else can delete a line."""

MIGRATIONS: tuple[str, ...] = (FIRST, DRAFTS, ERASING)
