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

DIARY = """
CREATE TABLE entry (
    entry_id TEXT NOT NULL, seq INTEGER NOT NULL, at TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (entry_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_by_name ON entry (name, at);

CREATE TRIGGER entry_goes_on BEFORE INSERT ON entry
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM entry WHERE entry_id = NEW.entry_id), 0)
BEGIN SELECT RAISE(ABORT, 'lines of an entry follow each other without a gap'); END;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE id IN (OLD.entry_id, '*'))
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;

CREATE TABLE diary (
    entry_id TEXT PRIMARY KEY, kind TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT, sealed INTEGER NOT NULL, lines INTEGER NOT NULL,
    last_at TEXT NOT NULL, pain_worst INTEGER, pain_average INTEGER, pain_least INTEGER, peg REAL, pgic INTEGER, started_utc TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX diary_by_start ON diary (started_utc);

ALTER TABLE session ADD COLUMN relax_before INTEGER;
ALTER TABLE session ADD COLUMN relax_after INTEGER;
ALTER TABLE session ADD COLUMN felt_worse TEXT;
ALTER TABLE session ADD COLUMN active_s REAL NOT NULL DEFAULT 0;
UPDATE session SET
    relax_before = (SELECT json_extract(value, '$.value') FROM event
        WHERE event.session_id = session.session_id AND kind = 'rated' AND step = 'before.relax' ORDER BY seq DESC LIMIT 1),
    relax_after = (SELECT json_extract(value, '$.value') FROM event
        WHERE event.session_id = session.session_id AND kind = 'rated' AND step = 'after.relax' ORDER BY seq DESC LIMIT 1),
    felt_worse = (SELECT json_extract(value, '$.value') FROM event
        WHERE event.session_id = session.session_id AND kind = 'felt_worse' AND step = 'felt_worse' ORDER BY seq DESC LIMIT 1),
    active_s = coalesce(
        (SELECT t FROM event WHERE event.session_id = session.session_id
            AND kind IN ('completed', 'stopped', 'failed', 'interrupted') ORDER BY seq LIMIT 1),
        (SELECT max(t) FROM event WHERE event.session_id = session.session_id), 0);

CREATE TABLE tally (
    activity_id TEXT NOT NULL, month TEXT NOT NULL, sessions INTEGER NOT NULL, rated INTEGER NOT NULL, days INTEGER NOT NULL,
    before_sum INTEGER NOT NULL, before_squares INTEGER NOT NULL, change_sum INTEGER NOT NULL, change_squares INTEGER NOT NULL,
    crossed INTEGER NOT NULL, lagged INTEGER NOT NULL, first_change INTEGER NOT NULL, last_change INTEGER NOT NULL,
    least INTEGER NOT NULL, most INTEGER NOT NULL,
    relaxed INTEGER NOT NULL, relax_sum INTEGER NOT NULL, worse INTEGER NOT NULL, active_s REAL NOT NULL,
    PRIMARY KEY (activity_id, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE untallied (activity_id TEXT NOT NULL, month TEXT NOT NULL, PRIMARY KEY (activity_id, month)) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO untallied SELECT activity_id, strftime('%Y-%m', substr(started_at, 1, 19), '-4 hours') FROM session WHERE sealed = 1;

CREATE TRIGGER session_came AFTER INSERT ON session WHEN NEW.sealed = 1 BEGIN
    DELETE FROM tally WHERE activity_id = NEW.activity_id AND month = strftime('%Y-%m', substr(NEW.started_at, 1, 19), '-4 hours');
    INSERT INTO untallied
        SELECT fresh.activity_id, fresh.month
        FROM (SELECT NEW.activity_id AS activity_id, strftime('%Y-%m', substr(NEW.started_at, 1, 19), '-4 hours') AS month) AS fresh
        WHERE month IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM untallied AS old WHERE old.activity_id = fresh.activity_id AND old.month = fresh.month);
END;
CREATE TRIGGER session_changed AFTER UPDATE ON session WHEN NEW.sealed = 1 OR OLD.sealed = 1 BEGIN
    DELETE FROM tally WHERE activity_id = NEW.activity_id AND month = strftime('%Y-%m', substr(NEW.started_at, 1, 19), '-4 hours');
    INSERT INTO untallied
        SELECT fresh.activity_id, fresh.month
        FROM (SELECT NEW.activity_id AS activity_id, strftime('%Y-%m', substr(NEW.started_at, 1, 19), '-4 hours') AS month) AS fresh
        WHERE month IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM untallied AS old WHERE old.activity_id = fresh.activity_id AND old.month = fresh.month);
END;
CREATE TRIGGER session_went AFTER DELETE ON session WHEN OLD.sealed = 1 BEGIN
    DELETE FROM tally WHERE activity_id = OLD.activity_id AND month = strftime('%Y-%m', substr(OLD.started_at, 1, 19), '-4 hours');
    INSERT INTO untallied
        SELECT fresh.activity_id, fresh.month
        FROM (SELECT OLD.activity_id AS activity_id, strftime('%Y-%m', substr(OLD.started_at, 1, 19), '-4 hours') AS month) AS fresh
        WHERE month IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM untallied AS old WHERE old.activity_id = fresh.activity_id AND old.month = fresh.month);
END;
"""
"""Check-ins: each a small journal with a chain of its own, one line an answer. `diary` is their list, a fold like `session`.

`tally` sums up the closed sessions of an activity in a month, so that a screen need not read them all; the day begins at four. It is a
fold, too: whatever happens to a line of the list takes its month out, and whoever reads sums up again what is `untallied`.
"""

SHARES = """
CREATE TABLE share (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, form TEXT NOT NULL, went_to TEXT NOT NULL, reader TEXT, locked_for TEXT NOT NULL,
    include TEXT NOT NULL, since TEXT, until TEXT, sessions INTEGER NOT NULL, first_day TEXT, last_day TEXT, head TEXT NOT NULL
) STRICT;
CREATE TRIGGER share_goes_on BEFORE INSERT ON share
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM share), 0)
BEGIN SELECT RAISE(ABORT, 'lines about what was shared follow each other without a gap'); END;
CREATE TRIGGER share_stays BEFORE UPDATE ON share BEGIN SELECT RAISE(ABORT, 'what was shared is never changed'); END;
CREATE TRIGGER share_is_kept BEFORE DELETE ON share WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE id = '*')
BEGIN SELECT RAISE(ABORT, 'what was shared is never forgotten'); END;
"""
"""What left, when and to whom. It holds no words of the person and no ratings."""
BACKUPS = """
CREATE TABLE backup (path TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""
"""Where backups were written, so that erasing reaches them, too."""

FOLDED = """
CREATE TABLE folded (
    session_id TEXT PRIMARY KEY, shape TEXT NOT NULL, events INTEGER NOT NULL, head TEXT NOT NULL, value TEXT NOT NULL, hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER folded_goes AFTER DELETE ON session BEGIN DELETE FROM folded WHERE session_id = OLD.session_id; END;
CREATE TRIGGER folded_is_stale AFTER DELETE ON event BEGIN DELETE FROM folded WHERE session_id = OLD.session_id; END;

CREATE TABLE sent (
    receiver TEXT NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (receiver, name)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sent_goes AFTER DELETE ON session BEGIN DELETE FROM sent WHERE name = OLD.session_id; END;
"""
"""`folded` holds closed sessions as records, made again from their events where they do not fit (see `records.folds`). `sent` says
what each server has taken in: a session by its id, with a digest of what was sent."""

SENDING = """
CREATE TABLE sending (
    seq INTEGER PRIMARY KEY, sessions INTEGER NOT NULL, accepted INTEGER NOT NULL, complete INTEGER NOT NULL
) STRICT;
CREATE TRIGGER sending_only_grows BEFORE UPDATE ON sending
WHEN NEW.seq <> OLD.seq OR NEW.sessions < OLD.sessions OR NEW.accepted < OLD.accepted
BEGIN SELECT RAISE(ABORT, 'what left has left'); END;
CREATE TRIGGER sending_is_kept BEFORE DELETE ON sending WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE id = '*')
BEGIN SELECT RAISE(ABORT, 'what was sent is never forgotten'); END;
"""
"""What came of a line in `share` that is about a server: so many sessions left, it said yes to so many of them, and whether to all that
left."""

MIGRATIONS: tuple[str, ...] = (FIRST, DRAFTS, ERASING, DIARY, SHARES, BACKUPS, FOLDED, SENDING)
