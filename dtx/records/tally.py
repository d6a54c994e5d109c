"""What the closed sessions of each activity add up to, month by month, so that a screen need not read them all."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from dtx.care.changes import Changes
from dtx.care.days import day_of
from dtx.errors import StoreProblem
from dtx.records.listing import earliest, latest
from dtx.records.store import Store

WORSE = ("a_little", "a_lot")


@dataclass(frozen=True, slots=True)
class Tally:
    """Sessions of one activity. `month` is YYYY-MM, the first of them where months were put together.

    `changes` are those of pain, where it was rated before and after, and `days` the days on which it was; `before_sum`,
    `before_squares` and `crossed` (before times change) go over the same sessions. `relaxed` counts those with both ratings of how
    relaxed one is, `relax_sum` sums up their changes. `worse` counts those after which something felt worse.
    """

    activity_id: str
    month: str
    sessions: int
    days: int
    changes: Changes
    before_sum: int
    before_squares: int
    crossed: int
    relaxed: int
    relax_sum: int
    worse: int
    active_s: float

    @property
    def missing(self) -> int:
        """Sessions without a pain number before, or without one after."""
        return self.sessions - self.changes.n


COLUMNS = (
    *("activity_id", "month", "sessions", "days"),
    *("rated", "change_sum", "change_squares", "lagged", "first_change", "last_change", "least", "most"),
    *("before_sum", "before_squares", "crossed", "relaxed", "relax_sum", "worse", "active_s"),
)
NUMBERS = ("n", "total", "squares", "lagged", "first", "last", "least", "most")
_changes = attrgetter(*NUMBERS)

WHOLE = """
SELECT activity_id, min(month), sum(sessions), sum(days), sum(rated), sum(change_sum), sum(change_squares),
    sum(lagged + coalesce(first_change * (
        SELECT last_change FROM tally AS earlier
        WHERE earlier.activity_id = tally.activity_id AND earlier.month < tally.month AND rated > 0 ORDER BY month DESC LIMIT 1), 0)),
    coalesce((SELECT first_change FROM tally AS one
        WHERE one.activity_id = tally.activity_id AND rated > 0 ORDER BY month LIMIT 1), 0),
    coalesce((SELECT last_change FROM tally AS one
        WHERE one.activity_id = tally.activity_id AND rated > 0 ORDER BY month DESC LIMIT 1), 0),
    coalesce(min(iif(rated, least, NULL)), 0), coalesce(max(iif(rated, most, NULL)), 0),
    sum(before_sum), sum(before_squares), sum(crossed), sum(relaxed), sum(relax_sum), sum(worse), sum(active_s)
FROM tally GROUP BY activity_id
"""
"""All months of an activity as one; the last change of a month is followed by the first of the next in which pain was rated."""

MONTHS = "SELECT month, sum(sessions), sum(rated), sum(before_sum), sum(change_sum) FROM tally GROUP BY month ORDER BY month"

BESIDE = f"""
WITH fresh ({", ".join(COLUMNS)}) AS (
    SELECT {", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(COLUMNS)))} FROM json_each(?)),
tally AS (SELECT {", ".join(COLUMNS)} FROM main.tally WHERE (activity_id, month) NOT IN (SELECT activity_id, month FROM fresh)
    UNION ALL SELECT * FROM fresh)
"""
"""Stands before a question to a store that can only be read: the months that could not be kept are among the others."""


def by_activity(store: Store) -> dict[str, Tally]:
    """All months of each activity as one, by its id. SQLite sums them up, since somebody may have practised for decades."""
    return {row[0]: _tally(row) for row in _rows(store, WHOLE)}


def by_month(store: Store) -> list[tuple[str, int, int, int, int]]:
    """Each month, oldest first: its sessions, those rated before and after, and the sums of pain before and of its changes in these."""
    return [(month, sessions, rated, before, change) for month, sessions, rated, before, change in _rows(store, MONTHS)]


def _rows(store: Store, question: str) -> Iterator[tuple[Any, ...]]:
    """The answer of all months. What is not summed up yet is, and kept where the store can be written."""
    fresh = [summed_up(store, activity_id, month) for activity_id, month in list(store.rows("SELECT * FROM untallied"))]
    if not fresh:
        return store.rows(question)
    try:
        _keep(store, fresh)
        return store.rows(question)
    except StoreProblem:
        return store.rows(BESIDE + question, json.dumps([_row(one) for one in fresh if one.sessions]))


def summed_up(store: Store, activity_id: str, month: str) -> Tally:
    """One month from the list of sessions."""
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=32)).replace(day=1)
    rows = store.rows(
        "SELECT started_at, pain_before, pain_after, relax_before, relax_after, felt_worse, active_s FROM session "
        "WHERE activity_id = ? AND sealed = 1 AND started_utc >= ? AND started_utc < ? ORDER BY started_utc, session_id",
        activity_id,
        earliest(first),
        latest(after),
    )
    sessions = [(day_of(at), *rest) for at, *rest in rows if day_of(at).isoformat()[:7] == month]
    rated = [(day, before, after - before) for day, before, after, *_ in sessions if before is not None and after is not None]
    relaxed = [after - before for _, _, _, before, after, _, _ in sessions if before is not None and after is not None]
    return Tally(
        activity_id,
        month,
        len(sessions),
        len({day for day, _, _ in rated}),
        Changes.of(change for _, _, change in rated),
        sum(before for _, before, _ in rated),
        sum(before * before for _, before, _ in rated),
        sum(before * change for _, before, change in rated),
        len(relaxed),
        sum(relaxed),
        sum(worse in WORSE for *_, worse, _ in sessions),
        sum(active_s for *_, active_s in sessions),
    )


def _keep(store: Store, fresh: Iterable[Tally]) -> None:
    with store.writing():
        for one in fresh:
            now = summed_up(store, one.activity_id, one.month)  # anything may have happened since
            store.connection.execute("DELETE FROM untallied WHERE activity_id = ? AND month = ?", (one.activity_id, one.month))
            if now.sessions:
                places = ", ".join("?" * len(COLUMNS))
                store.connection.execute(f"INSERT OR REPLACE INTO tally ({', '.join(COLUMNS)}) VALUES ({places})", _row(now))


def _row(one: Tally) -> tuple[Any, ...]:
    """As it stands in the table."""
    sums = one.before_sum, one.before_squares, one.crossed, one.relaxed, one.relax_sum, one.worse, one.active_s
    return one.activity_id, one.month, one.sessions, one.days, *_changes(one.changes), *sums


def _tally(row: tuple[Any, ...]) -> Tally:
    activity_id, month, sessions, days, *rest = row
    return Tally(activity_id, month, sessions, days, Changes(*rest[: len(NUMBERS)]), *rest[len(NUMBERS) :])
