"""The list of sessions: one row each, folded from the events, so that it can be made again from them at any time.

The first page shows a row, so events are loaded when there are any to fold.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dtx.engine.journal import Event


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session in the list. Times are ISO 8601 with their offset; `status` is None until it ends.

    `sealed` says that it is closed: `ended_at` is known, and its head stands in the ledger. `events` counts its events,
    `last_at` is when the last one happened. Ratings are None where none was given, `felt_worse` where nobody answered.
    `active_s` are the seconds of practice.
    """

    session_id: str
    activity_id: str
    activity_title: str
    plugin_id: str
    plugin_version: str
    started_at: str
    ended_at: str | None
    status: str | None
    sealed: bool
    events: int
    last_at: str
    pain_before: int | None = None
    pain_after: int | None = None
    relax_before: int | None = None
    relax_after: int | None = None
    felt_worse: str | None = None
    active_s: float = 0.0

    @property
    def change(self) -> int | None:
        """Pain after minus pain before, where both were given. One session's change says nothing by itself."""
        return None if self.pain_before is None or self.pain_after is None else self.pain_after - self.pain_before


RATED = {"before.pain": "pain_before", "after.pain": "pain_after", "before.relax": "relax_before", "after.relax": "relax_after"}
"""The ratings the list shows, by the step that asks for them."""
OPENED = ("activity_id", "activity_title", "plugin_id", "plugin_version")
NAMES = [field.name for field in fields(SessionRow)]
COLUMNS = ", ".join(NAMES)
SEALED = NAMES.index("sealed")
_columns = attrgetter(*NAMES)  # astuple copies deeply, at a tenth of a millisecond


TELLING = ("opened", "rated", "felt_worse", "back")
"""Kinds of event whose value the list shows something of."""


def fold(row: SessionRow | None, session_id: str, events: "Iterable[Event]") -> SessionRow | None:
    """The row after some more events. None stays None only where there are no events."""
    from dtx.engine.journal import FINAL

    event = None
    changes: dict[str, Any] = {}
    for event in events:
        value: dict[str, Any] = event.value if isinstance(event.value, dict) else {}
        if row is None:
            activity, title, plugin, version = (str(value.get(name) or "") for name in OPENED)
            row = SessionRow(session_id, activity, title, plugin, version, event.at, None, None, False, 0, event.at)
        if changes.get("status", row.status) is None:
            changes["active_s"] = max(changes.get("active_s", row.active_s), float(event.t))
        if event.kind in FINAL:
            changes |= {"status": event.kind, "active_s": float(event.t)}
        elif event.kind == "rated" and event.step in RATED:
            number = value.get("value")
            changes[RATED[event.step]] = number if type(number) is int else None
        elif event.kind == "felt_worse" and event.step == "felt_worse":
            answer = value.get("value")
            said = changes.get("felt_worse", row.felt_worse)
            changes["felt_worse"] = answer if isinstance(answer, str) else said  # how much may be left open after a yes
        elif event.kind == "back" and "felt_worse" in (value.get("undone") or ()):
            changes["felt_worse"] = None
    if row is None or event is None:
        return row
    return replace(row, events=event.seq, last_at=event.at, **changes)


def lines(connection: sqlite3.Connection, every: str, column: str, only: Collection[str] | None) -> Iterator[tuple[Any, ...]]:
    """The lines of an ordered query, or of it those alone that have one of some names in a column."""
    if only is None:
        yield from connection.execute(every)
        return
    query, _, order = every.partition(" ORDER BY ")
    for name in sorted(only):
        yield from connection.execute(f"{query} WHERE {column} = ? ORDER BY {order}", (name,))


def folded(connection: sqlite3.Connection, only: Collection[str] | None = None) -> Iterator[SessionRow]:
    """Every row, or some, as the events and the ledger have them, by id, but for what is hidden.

    Raises ValueError where an event cannot be read.
    """
    # the first line of a session in the ledger was written when it ended; SQLite takes `at` from the row of the minimum
    ended = {session_id: at for session_id, at, _ in connection.execute("SELECT session_id, at, min(seq) FROM ledger GROUP BY session_id")}
    hidden = {name for (name,) in connection.execute("SELECT id FROM hidden")}
    every = "SELECT session_id, seq, at, t, kind, step, fingerprint, value FROM event ORDER BY session_id, seq"
    for session_id, found in groupby(lines(connection, every, "session_id", only), itemgetter(0)):
        row = fold(None, session_id, map(_told, found)) if session_id not in hidden else None
        if row is not None:
            yield replace(row, sealed=session_id in ended, ended_at=ended.get(session_id))


def _told(line: tuple[Any, ...]) -> "Event":
    """An event with as much of its value as the list needs; reading all of them would take most of the time."""
    from dtx.engine.journal import Event

    _, seq, at, t, kind, step, fingerprint, value = line
    return Event(seq, at, t, kind, step, fingerprint, json.loads(value) if seq == 1 or kind in TELLING else None)


def to_values(row: SessionRow) -> tuple[Any, ...]:
    """The columns of a row, and when it started in UTC, by which the list is sorted."""
    return (*_columns(row), utc(datetime.fromisoformat(row.started_at)))


def from_values(values: Iterable[Any]) -> SessionRow:
    row = list(values)
    row[SEALED] = bool(row[SEALED])
    return SessionRow(*row)


def utc(moment: datetime) -> str:
    """A moment as text that sorts by time. One without an offset is taken as UTC."""
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f")


def earliest(day: date) -> str:
    """The first moment at which it is `day` anywhere on earth."""
    return utc(datetime.combine(day, time(), UTC) - timedelta(hours=14))


def latest(day: date) -> str:
    """The first moment at which it is `day` nowhere any more."""
    return utc(datetime.combine(day, time(), UTC) + timedelta(days=1, hours=12))
