"""The store: append events, seal a session, list what there is. One object is one connection and stays in its thread."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from dtx.engine.words import whole
from dtx.errors import Unknown
from dtx.language import _
from dtx.records.chain import canonical, digest, event_text, genesis, ledger_text
from dtx.records.database import back_up, connect, transaction
from dtx.records.listing import COLUMNS, RATED, SessionRow, earliest, fold, folded, from_values, latest, to_values
from dtx.records.problems import Continued, damaged, mapped
from dtx.records.schema import MIGRATIONS

if TYPE_CHECKING:
    from dtx.engine.journal import Event

EVENT = "seq, at, t, kind, step, fingerprint, value"
CHANGES = ", ".join(f"{name} = excluded.{name}" for name in ("status", "events", "last_at", *RATED.values(), "felt_worse", "active_s"))
"""What later events change in the list. Columns that an index holds stay out, so that an append touches two pages and not six."""
LAST = "\U0010ffff"
"""Sorts behind everything an id may hold."""


class Store:
    """Everything a person did, in one file.

    Every method raises a kind of StoreProblem when the file will not do as asked; nothing is ever half written.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path, migrations: Sequence[str] = MIGRATIONS, key: bytes | None = None) -> Self:
        """Open the store at `path`, made new where there is none. Raises StoreLocked where it needs a `key` and has none."""
        return cls(connect(path, migrations, key), path)

    def close(self) -> None:
        with mapped(self.path):
            self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # writing

    def append(self, session_id: str, events: "Sequence[Event]") -> None:
        """Write events behind those that are there: all of them or none. They are on disk when this returns.

        Raises Continued when `seq` does not go on where the stored session ends, ValueError or TypeError for what is no JSON.
        """
        if not events:
            return
        with self.writing():
            last, head = self.end_of(session_id)
            for seq, event in enumerate(events, last + 1):
                if event.seq != seq:
                    raise Continued(
                        _("This session was continued in another window: event {seq} came where {expected} belongs.").format(
                            seq=event.seq, expected=seq
                        ),
                        _("Go on in the other window, or run `dtx resume`. Everything saved so far is kept."),
                    )
                value, t = canonical(event.value), float(event.t)
                head = digest(head, event_text(seq, event.at, t, event.kind, event.step, event.fingerprint, value))
                line = (session_id, seq, event.at, t, event.kind, event.step, event.fingerprint, value, head)
                self.connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", line)
            listed = self._row(session_id)
            hidden = listed is None and last > 0 and self.is_hidden(session_id)
            row = self.told(session_id) if hidden else fold(listed, session_id, events)
            assert row is not None
            if not hidden:
                self.list_again(row)
            sent = [(session_id, event.step) for event in events if event.step is not None]
            self.connection.executemany("DELETE FROM draft WHERE session_id = ? AND name = ?", sent)
            if row.sealed:  # what comes after the end, such as the next morning, is sealed again
                self.enter("sealed", events[-1].at, session_id, row.events, head)

    def seal(self, session_id: str, ended_at: str) -> None:
        """Close a session: its head goes into the ledger. Sealing twice changes nothing. Raises Unknown."""
        with self.writing():
            row = self._row(session_id)
            if row is None:
                raise _unknown(session_id)
            if not row.sealed:
                self.enter("sealed", ended_at, session_id, *self.end_of(session_id))
                self.connection.execute("UPDATE session SET sealed = 1, ended_at = ? WHERE session_id = ?", (ended_at, session_id))

    def rebuild(self) -> None:
        """Make the lists of sessions and check-ins again from what was written and the ledger, and every index from its table."""
        from dtx.records import entries

        with self.writing():
            self.connection.execute("REINDEX")
            for table in ("session", "diary", "tally", "untallied"):
                self.connection.execute(f"DELETE FROM {table}")
            try:
                for row in folded(self.connection):
                    self.list_again(row)
                for entry in entries.folded(self.connection):
                    values = entries.to_values(entry)
                    self.connection.execute(f"INSERT INTO diary VALUES ({', '.join('?' * len(values))})", values)
            except ValueError:
                raise damaged(self.path, "holds an event that cannot be read") from None

    def set_profile(self, changes: Mapping[str, Any], at: str) -> None:
        """Write down new values. None takes a key away. What was there before stays in the journal of the profile."""
        with self.writing():
            for key, value in changes.items():
                self.connection.execute(
                    "INSERT INTO profile SELECT 1 + coalesce(max(seq), 0), ?, ?, ? FROM profile", (key, canonical(value), at)
                )

    def keep_draft(self, session_id: str, name: str, text: str) -> None:
        """Keep what is being written in answer to a question, until an event of that name is appended."""
        with self.writing():
            self.connection.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (session_id, name, whole(text)))

    def back_up(self, target: Path) -> None:
        """Write a whole copy of the store to `target` (0600), or nothing."""
        with mapped(target):
            back_up(self.connection, target)

    def note_backup(self, path: Path, at: str) -> None:
        """Remember where a backup was written, so that erasing finds it."""
        with self.writing():
            self.connection.execute("INSERT OR REPLACE INTO backup VALUES (?, ?)", (str(path), at))

    def backups(self) -> list[tuple[Path, str]]:
        """Where backups were written, and when the last of each, newest first."""
        return [(Path(path), at) for path, at in self.rows("SELECT path, at FROM backup ORDER BY at DESC, path")]

    def ids(self) -> set[str]:
        """Of every session and check-in there is, also of those that are hidden."""
        return {
            name for (name,) in self.rows("SELECT session_id FROM event WHERE seq = 1 UNION ALL SELECT entry_id FROM entry WHERE seq = 1")
        }

    # reading

    def events(self, session_id: str) -> "tuple[Event, ...]":
        """The journal of a session, empty for an unknown one. Raises StoreCorrupt where an event cannot be read."""
        lines = self.rows(f"SELECT {EVENT} FROM event WHERE session_id = ? ORDER BY seq", session_id)
        return tuple(self._event(session_id, *line) for line in lines)

    def opened(self, session_id: str) -> dict[str, Any]:
        """The first line of a session's journal: the world as it was frozen. Raises Unknown."""
        for event in self.rows(f"SELECT {EVENT} FROM event WHERE session_id = ? AND seq = 1", session_id):
            found: dict[str, Any] = self._event(session_id, *event).value
            return found
        raise _unknown(session_id)

    def drafts(self, session_id: str) -> dict[str, str]:
        """What was being written and was not sent, by the question's id."""
        return dict(self.rows("SELECT name, text FROM draft WHERE session_id = ? ORDER BY name", session_id))

    def sessions(
        self,
        since: date | None = None,
        until: date | None = None,
        limit: int | None = None,
        *,
        activity_id: str | None = None,
        plugin_id: str | None = None,
    ) -> list[SessionRow]:
        """Newest first. `since` and `until` are days, both included, by the clock on the wall where the session was."""
        where, values = span(since, until)
        if activity_id is not None:
            where += " AND activity_id = ?"
            values.append(activity_id)
        if plugin_id is not None:
            where += " AND plugin_id = ?"
            values.append(plugin_id)
        order = f"WHERE {where} ORDER BY started_utc DESC, session_id DESC LIMIT ?"
        return self._listed(order, *values, -1 if limit is None else limit)

    def ended(self, since: date | None = None, until: date | None = None) -> tuple[list[str], str | None, str | None]:
        """The ids of closed sessions, oldest first; and the days of the first and the last, None where there is none."""
        where, values = span(since, until)
        days = "min(substr(started_at, 1, 10)), max(substr(started_at, 1, 10))"
        first, last = next(self.rows(f"SELECT {days} FROM session WHERE sealed = 1 AND {where}", *values))
        order = f"SELECT session_id FROM session WHERE sealed = 1 AND {where} ORDER BY started_utc, session_id"
        return [session_id for (session_id,) in self.rows(order, *values)], first, last

    def closed(self, activity_id: str) -> tuple[int, date | None, date | None]:
        """How many closed sessions of an activity there are, and the days of the first and the last."""
        days = "count(*), min(substr(started_at, 1, 10)), max(substr(started_at, 1, 10))"
        count, *ends = next(self.rows(f"SELECT {days} FROM session WHERE activity_id = ? AND sealed = 1", activity_id))
        first, last = (date.fromisoformat(end) if end else None for end in ends)
        return count, first, last

    def page(self, limit: int, before: str | None = None) -> list[SessionRow]:
        """The newest sessions, or those that began before a moment, given as `listing.utc` writes it."""
        where = "WHERE started_utc < ?" if before is not None else "WHERE ? IS NULL"
        return self._listed(f"{where} ORDER BY started_utc DESC, session_id DESC LIMIT ?", before, limit)

    def unsealed(self) -> list[SessionRow]:
        """Sessions that are going on, or were left behind. Newest first."""
        return self._listed("WHERE sealed = 0 ORDER BY started_utc DESC, session_id DESC")

    def find(self, prefix: str) -> SessionRow:
        """The session with this id, or the only one whose id begins so. Raises Unknown."""
        if row := self._row(prefix):
            return row
        found = self._listed("WHERE session_id BETWEEN ? AND ? LIMIT 2", prefix, prefix + LAST) if prefix else []
        if len(found) > 1:
            raise Unknown(
                _("More than one session begins with {prefix!r}.").format(prefix=prefix),
                _("Give more of its id; `dtx sessions` lists them."),
            )
        if not found:
            raise _unknown(prefix)
        return found[0]

    def profile(self) -> dict[str, Any]:
        """What holds now, by key."""
        return {key: json.loads(value) for key, value, _ in self._profile()}

    def profile_dates(self) -> dict[str, str]:
        """When each value that holds now was written down, by key."""
        return {key: at for key, _, at in self._profile()}

    def profile_lines(self, key: str) -> list[tuple[str, Any, int]]:
        """All that was ever kept under a key, oldest first: when, what (None where it was taken away), and how many lines of the
        profile before it, of any key, were erased since."""
        erased = "seq - 1 - (SELECT count(*) FROM profile AS former WHERE former.seq < profile.seq)"
        found = self.rows(f"SELECT at, value, {erased} FROM profile WHERE key = ? ORDER BY seq", key)
        return [(at, json.loads(value), gone) for at, value, gone in found]

    @property
    def patient_ref(self) -> str:
        """The pseudonym the person set in the profile, else the random one this store was made with."""
        if chosen := self.profile().get("patient_ref"):
            return str(chosen)
        return str(self.one("SELECT value FROM meta WHERE key = 'patient_ref'"))

    @property
    def erased(self) -> int:
        """How often something was erased."""
        return int(self.one("SELECT count(*) FROM ledger WHERE kind = 'erased'"))

    @property
    def head(self) -> str:
        """The digest at the end of the ledger. An export that carries it can show later that nothing was rewritten."""
        return str(self.one("SELECT hash FROM ledger ORDER BY seq DESC LIMIT 1") or genesis("ledger"))

    def number(self, session_id: str) -> int | None:
        """The place in the ledger where a session was first closed: it stays the same, and no other session ever has it."""
        found = self.one("SELECT min(seq) FROM ledger WHERE session_id = ?", session_id)
        return None if found is None else int(found)

    @property
    def head_at(self) -> str | None:
        """The time of the ledger's last line."""
        return next((at for (at,) in self.rows("SELECT at FROM ledger ORDER BY seq DESC LIMIT 1")), None)

    def verify(self, only: Collection[str] | None = None) -> list[str]:
        """What is broken, a sentence each, naming session and event. Empty when everything is whole, or `only` these are."""
        from dtx.records.audit import audit

        with mapped(self.path):
            return audit(self.connection, only)

    def some(self, newest: int, others: int) -> set[str]:
        """The ids of the newest sessions and check-ins, and of as many others as chance has it."""
        found: set[str] = set()
        for table, name in (("session", "session_id"), ("diary", "entry_id")):
            ordered = f"SELECT {name} FROM {table} ORDER BY started_utc DESC LIMIT ? OFFSET ?"
            found |= {one for (one,) in self.rows(ordered, newest, 0)}
            found |= {one for (one,) in self.rows(f"SELECT {name} FROM ({ordered}) ORDER BY random() LIMIT ?", -1, newest, others)}
        return found

    def check(self) -> list[str]:
        """What SQLite itself finds wrong with the file. Empty when it is sound."""
        from dtx.records.audit import quick_check

        with mapped(self.path):
            return quick_check(self.connection)

    # the parts

    @contextmanager
    def writing(self) -> Iterator[None]:
        with mapped(self.path), transaction(self.connection):
            yield

    def rows(self, sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        with mapped(self.path):
            yield from self.connection.execute(sql, values)

    def one(self, sql: str, *values: Any) -> Any:
        return next((row[0] for row in self.rows(sql, *values)), None)

    def _listed(self, rest: str, *values: Any) -> list[SessionRow]:
        return [from_values(row) for row in self.rows(f"SELECT {COLUMNS} FROM session {rest}", *values)]

    def _row(self, session_id: str) -> SessionRow | None:
        return next(iter(self._listed("WHERE session_id = ?", session_id)), None)

    def list_again(self, row: SessionRow) -> None:
        values = to_values(row)
        places = ", ".join("?" * len(values))
        self.connection.execute(
            f"INSERT INTO session ({COLUMNS}, started_utc) VALUES ({places}) ON CONFLICT DO UPDATE SET {CHANGES}", values
        )

    def end_of(self, session_id: str) -> tuple[int, str]:
        """The last `seq` and digest of a session; 0 and where its chain begins, for a new one."""
        found = self.rows("SELECT seq, hash FROM event WHERE session_id = ? ORDER BY seq DESC LIMIT 1", session_id)
        return next(((seq, head) for seq, head in found), (0, genesis(session_id)))

    def enter(self, kind: str, at: str, session_id: str, events: int, head: str) -> None:
        seq = 1 + (self.one("SELECT max(seq) FROM ledger") or 0)
        line = (seq, at, kind, session_id, events, head)
        self.connection.execute("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)", (*line, digest(self.head, ledger_text(*line))))

    def is_hidden(self, session_id: str) -> bool:
        return self.one("SELECT 1 FROM hidden WHERE id = ?", session_id) is not None

    def told(self, session_id: str) -> SessionRow:
        """A session's row as its events and the ledger have it, whether it is listed or not."""
        row = fold(None, session_id, self.events(session_id))
        assert row is not None
        ended_at = self.one("SELECT at FROM ledger WHERE session_id = ? ORDER BY seq LIMIT 1", session_id)
        return replace(row, sealed=ended_at is not None, ended_at=ended_at)

    def _profile(self) -> Iterator[tuple[Any, ...]]:
        newest = "SELECT max(seq) FROM profile GROUP BY key"
        return self.rows(f"SELECT key, value, at FROM profile WHERE seq IN ({newest}) AND value <> 'null' ORDER BY key")

    def _event(
        self, session_id: str, seq: int, at: str, t: float, kind: str, step: str | None, fingerprint: str | None, value: str
    ) -> "Event":
        from dtx.engine.journal import Event

        try:
            return Event(seq, at, t, kind, step, fingerprint, json.loads(value))
        except ValueError:
            raise damaged(
                self.path, _("holds an event that cannot be read (session {name}, event {seq})").format(name=session_id, seq=seq)
            ) from None


def span(since: date | None, until: date | None) -> tuple[str, list[Any]]:
    """A condition on the list for days, both included, by the clock on the wall where the session was; and its values."""
    where, values = ["1"], []
    if since is not None:
        where.append("started_utc >= ? AND substr(started_at, 1, 10) >= ?")
        values += [earliest(since), since.isoformat()]
    if until is not None:
        where.append("started_utc < ? AND substr(started_at, 1, 10) <= ?")
        values += [latest(until), until.isoformat()]
    return " AND ".join(where), values


def _unknown(session_id: str) -> Unknown:
    return Unknown(_("There is no session {session_id!r}.").format(session_id=session_id), _("`dtx sessions` lists them."))
