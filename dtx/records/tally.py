"""What the closed sessions of each activity add up to, month by month, so that a screen need not read them all."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import reduce
from itertools import groupby
from operator import add, attrgetter
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


SUMS_BESIDE = tuple(field.name for field in fields(Tally) if field.name not in ("activity_id", "month", "changes"))
NUMBERS = ("n", "total", "squares", "lagged", "first", "last", "least", "most")
COLUMNS = (
    "activity_id, month, sessions, days, rated, change_sum, change_squares, lagged, first_change, last_change, least, most, "
    "before_sum, before_squares, crossed, relaxed, relax_sum, worse, active_s"
)
_changes = attrgetter(*NUMBERS)
_sums = attrgetter("changes", *SUMS_BESIDE)


def tallies(store: Store) -> list[Tally]:
    """Every activity's months, in order. What is not summed up yet is, and kept where the store can be written."""
    fresh = [summed_up(store, activity_id, month) for activity_id, month in list(store.rows("SELECT * FROM untallied"))]
    if fresh:
        with suppress(StoreProblem):  # a store that can only be read is summed up each time
            _keep(store, fresh)
    found = {(one.activity_id, one.month): one for one in _kept(store)}
    found |= {(one.activity_id, one.month): one for one in fresh}
    return [one for _, one in sorted(found.items()) if one.sessions]


def by_activity(found: Iterable[Tally]) -> dict[str, Tally]:
    """All months of an activity as one, by its id."""
    return {activity_id: whole(list(months)) for activity_id, months in groupby(found, attrgetter("activity_id"))}


def whole(months: list[Tally]) -> Tally:
    """Months of one activity, in their order, as one; column by column, since somebody may have practised for decades."""
    changes, *others = zip(*map(_sums, months), strict=True)
    numbers = dict(zip(SUMS_BESIDE, map(sum, others), strict=True))
    return Tally(months[0].activity_id, months[0].month, changes=reduce(add, changes), **numbers)


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


def _kept(store: Store) -> Iterator[Tally]:
    for activity_id, month, sessions, days, *rest in store.rows(f"SELECT {COLUMNS} FROM tally ORDER BY activity_id, month"):
        numbers, others = rest[: len(NUMBERS)], rest[len(NUMBERS) :]
        yield Tally(activity_id, month, sessions, days, Changes(*numbers), *others)


def _keep(store: Store, fresh: Iterable[Tally]) -> None:
    with store.writing():
        for one in fresh:
            now = summed_up(store, one.activity_id, one.month)  # anything may have happened since
            store.connection.execute("DELETE FROM untallied WHERE activity_id = ? AND month = ?", (one.activity_id, one.month))
            values: tuple[Any, ...] = (now.activity_id, now.month, now.sessions, now.days, *_changes(now.changes))
            values += (now.before_sum, now.before_squares, now.crossed, now.relaxed, now.relax_sum, now.worse, now.active_s)
            if now.sessions:
                store.connection.execute(f"INSERT OR REPLACE INTO tally ({COLUMNS}) VALUES ({', '.join('?' * len(values))})", values)
