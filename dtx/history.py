"""What was done, day by day, week by week or month by month, and a look back on one page: only what is shown is read."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import median
from typing import Any, TypeVar

from dtx.care import look_back
from dtx.care.days import DAY_BEGINS, day_of
from dtx.care.look_back import DAY, EACH_WEEK, MONTH, WEEKS, LookBack, Practice
from dtx.care.measures import change as weekly
from dtx.care.team import kept, open_ones
from dtx.language import _
from dtx.records.diary import Diary
from dtx.records.entries import EntryRow
from dtx.records.listing import SessionRow, earliest, utc
from dtx.records.store import Store
from dtx.records.tally import by_month

NEAR = timedelta(hours=4)
CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
ONE_DAY, WEEK = timedelta(days=1), timedelta(days=7)
DAYS = 30
WORSE = ("a_little", "a_lot")
OFFERED, QUESTIONS = "look_back", "team_questions"
"""Kept in the profile: when a look back was offered and what was answered, and the questions for one's team."""

SPANS = {DAY: _("the last 30 days, by day"), EACH_WEEK: _("the last 13 weeks, by week"), MONTH: _("all of it, by month")}


Row = TypeVar("Row", SessionRow, EntryRow)


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a week or a month. `n` counts sessions with pain before and after, over which the two means go; None where there is none."""

    first: date
    last: date
    sessions: int
    n: int
    before: float | None
    after: float | None

    def to_json(self) -> dict[str, Any]:
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "sessions": self.sessions,
            "n": self.n,
            "pain_before": self.before,
            "pain_after": self.after,
        }


@dataclass(frozen=True, slots=True)
class Noted:
    """The check-ins of a day, a week or a month: how many, and the means of their worst and average pain; None where there is none."""

    first: date
    last: date
    n: int
    worst: float | None
    average: float | None

    def to_json(self) -> dict[str, Any]:
        first, last = self.first.isoformat(), self.last.isoformat()
        return {"first": first, "last": last, "n": self.n, "pain_worst": self.worst, "pain_average": self.average}


@dataclass(frozen=True, slots=True)
class Score:
    """One PEG, 0 to 10."""

    day: date
    value: float


class History:
    """Reads one store. A day begins at `begins` o'clock."""

    def __init__(self, store: Store, now: Callable[[], datetime], begins: int = DAY_BEGINS) -> None:
        self._store, self._now, self._begins = store, now, begins
        self._diary = Diary(store)

    @property
    def today(self) -> date:
        return day_of(self._now(), self._begins)

    def day(self, at: str) -> date:
        return day_of(at, self._begins)

    def practised(self, days: int = 7) -> int:
        """On how many of the last days, today included, there was a session."""
        first = self.today - timedelta(days=days - 1)
        return len({day for row in self._sessions(first, self.today) if (day := self.day(row.started_at)) >= first})

    def items(self, limit: int, before: str | None = None) -> list[SessionRow | EntryRow]:
        """Sessions and check-ins together, newest first; those that began before that moment in UTC, where one is given."""
        both: list[SessionRow | EntryRow] = [*self._store.page(limit, before), *self._diary.page(limit, before)]
        return sorted(both, key=began, reverse=True)[:limit]

    def periods(self, by: str) -> list[Period]:
        """Pain before and after, and how many sessions, by day, week or month; empty days and weeks in between included."""
        if by == MONTH:
            return self._months()
        firsts, length = self._spans(by)
        rows = self._sessions(firsts[0], firsts[-1] + length - ONE_DAY)
        return [period(first, first + length - ONE_DAY, inside) for first, inside in self._sorted(firsts, length, rows)]

    def noted(self, by: str) -> list[Noted]:
        """Pain at check-ins, by day, week or month."""
        if by == MONTH:
            months = self._store.rows(
                "SELECT strftime('%Y-%m', substr(started_at, 1, 19), ?) AS month, count(*), avg(pain_worst), avg(pain_average) "
                "FROM diary WHERE sealed = 1 GROUP BY month ORDER BY month",
                f"-{self._begins} hours",
            )
            return [Noted(*days_of(name), n, worst, average) for name, n, worst, average in months if name]
        firsts, length = self._spans(by)
        rows = [row for row in self._diary.rows(firsts[0], firsts[-1] + length) if row.sealed]
        return [noted(first, first + length - ONE_DAY, inside) for first, inside in self._sorted(firsts, length, rows)]

    def pegs(self, first: date | None = None) -> list[Score]:
        """Every PEG that is complete, oldest first."""
        rows = self._store.rows(
            "SELECT started_at, peg FROM diary WHERE sealed = 1 AND peg IS NOT NULL AND started_utc >= ? ORDER BY started_utc",
            earliest(first) if first is not None else "",
        )
        return [one for one in (Score(self.day(at), peg) for at, peg in rows) if first is None or one.day >= first]

    def look_back(self, weeks: int = WEEKS) -> LookBack:
        """The last weeks, up to today."""
        last = self.today
        first = last - WEEK * weeks + timedelta(days=1)
        rows = [row for row in self._sessions(first, last) if row.sealed]
        entries = [
            row for row in self._diary.rows(first, last + timedelta(days=1)) if row.sealed and first <= self.day(row.started_at) <= last
        ]
        averages = [(self.day(row.started_at), row.pain_average) for row in entries if row.pain_average is not None]
        given = [
            [pain for row in entries if (pain := getattr(row, name)) is not None] for name in ("pain_worst", "pain_average", "pain_least")
        ]
        pgic = next((row.pgic for row in entries if row.pgic is not None), None)
        own = open_ones(kept(self._store.profile().get(QUESTIONS)))
        return LookBack(
            first,
            last,
            len(rows),
            len({self.day(row.started_at) for row in rows}),
            sum(row.active_s for row in rows),
            tuple(practices(rows)),
            sum(row.felt_worse in WORSE for row in rows),
            len(entries),
            (middle(given[0]), middle(given[1]), middle(given[2])),
            tuple((one.day, one.value) for one in self.pegs(first)),
            pgic,
            self._weeks(first, averages),
            tuple(self._medicines(entries)),
            look_back.top(own),
        )

    def medicines_before(self, started_at: str) -> list[str]:
        """What was noted as taken in the four hours before a session, as it was typed, with its time (clinical 7.4)."""
        at = datetime.fromisoformat(started_at)
        found: dict[tuple[str, str], dict[str, Any]] = {}
        rows = self._store.rows(
            "SELECT entry_id, diary.started_at, name, value FROM diary JOIN entry USING (entry_id) "
            "WHERE started_utc BETWEEN ? AND ? AND name LIKE 'medicine[%' ORDER BY started_utc, entry_id, seq",
            utc(at - ONE_DAY),
            utc(at + ONE_DAY),
        )
        for entry_id, noted_at, name, value in rows:
            place, _, field = name.partition(".")
            found.setdefault((entry_id, place), {"noted_at": noted_at})[field] = json.loads(value)["value"]
        return [
            f"{one['name']}, {taken:%H:%M}" for one in found.values() if (taken := taken_at(one)) and timedelta(0) <= at - taken <= NEAR
        ]

    def look_back_due(self) -> bool:
        """Whether a look back may be offered: 13 weeks after the first note, or after it was offered last; put off, on another day."""
        oldest = (self._store.one(f"SELECT started_at FROM {name} ORDER BY started_utc LIMIT 1") for name in ("session", "diary"))
        first = min((self.day(at) for at in oldest if at is not None), default=None)
        offered = self._store.profile_dates().get(OFFERED)
        if offered and self._store.profile().get(OFFERED) == look_back.LATER:
            return self.day(offered) < self.today
        return look_back.due(first, self.day(offered) if offered else None, self.today)

    # the parts

    def _sessions(self, first: date, last: date) -> list[SessionRow]:
        """Of these days; the store counts days by the calendar, so one more is asked for."""
        rows = self._store.sessions(first, last + timedelta(days=1))
        return [row for row in rows if first <= self.day(row.started_at) <= last]

    def _spans(self, by: str) -> tuple[list[date], timedelta]:
        """The first days of the last 30 days or 13 weeks, oldest first, and how long each is. A week begins on Monday."""
        today = self.today
        if by == DAY:
            return [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)], ONE_DAY
        monday = today - timedelta(days=today.weekday())
        return [monday - WEEK * back for back in range(WEEKS - 1, -1, -1)], WEEK

    def _sorted(self, firsts: Sequence[date], length: timedelta, rows: Iterable[Row]) -> Iterable[tuple[date, list[Row]]]:
        """Rows under the first day of what they belong to; those of no span are left out."""
        found = {first: list[Row]() for first in firsts}
        for row in rows:
            first = firsts[0] + (self.day(row.started_at) - firsts[0]) // length * length
            if first in found:
                found[first].append(row)
        return found.items()

    def _months(self) -> list[Period]:
        return [month(*sums) for sums in by_month(self._store)]

    def _weeks(self, first: date, averages: Sequence[tuple[date, int]]) -> weekly.Change | None:
        """From the first week with enough ratings to the last one (clinical 7.4)."""
        ordered = sorted(averages)
        weeks = [[pain for _, pain in inside] for _, inside in groupby(ordered, lambda one: (one[0] - first).days // 7)]
        enough = [week for week in weeks if weekly.weekly_mean(week) is not None]
        return weekly.change(enough[0], enough[-1]) if len(enough) > 1 else None

    def _medicines(self, entries: Iterable[EntryRow]) -> list[str]:
        """The names as they were typed, each once."""
        first = min((utc(datetime.fromisoformat(row.started_at)) for row in entries), default=None)
        if first is None:
            return []
        rows = self._store.rows(
            "SELECT entry_id, name, value FROM diary JOIN entry USING (entry_id) WHERE started_utc >= ? "
            "AND name LIKE 'medicine[%].name' ORDER BY started_utc, entry_id, seq",
            first,
        )
        found = {(entry_id, name): json.loads(value)["value"] for entry_id, name, value in rows}
        return list(dict.fromkeys(str(name) for name in found.values() if name))


def taken_at(medicine: Mapping[str, Any]) -> datetime | None:
    """When a medicine was taken: its time on the day of the check-in, or on the day before where that would be still to come."""
    clock = CLOCK.fullmatch(str(medicine.get("time") or ""))
    if not medicine.get("name") or clock is None or medicine.get("status") == "missed":
        return None
    noted_at = datetime.fromisoformat(medicine["noted_at"])
    taken = noted_at.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
    return taken if taken <= noted_at else taken - ONE_DAY


def began(row: SessionRow | EntryRow) -> tuple[datetime, str]:
    return datetime.fromisoformat(row.started_at), row.session_id if isinstance(row, SessionRow) else row.entry_id


def period(first: date, last: date, rows: Sequence[SessionRow]) -> Period:
    rated = [(row.pain_before, row.pain_after) for row in rows if row.pain_before is not None and row.pain_after is not None]
    before, after = (sum(column) / len(rated) for column in zip(*rated, strict=True)) if rated else (None, None)
    return Period(first, last, len(rows), len(rated), before, after)


def noted(first: date, last: date, rows: Sequence[EntryRow]) -> Noted:
    worst = [row.pain_worst for row in rows if row.pain_worst is not None]
    average = [row.pain_average for row in rows if row.pain_average is not None]
    return Noted(first, last, len(rows), mean(worst), mean(average))


def mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def days_of(month: str) -> tuple[date, date]:
    """The first and the last day of a month, given as YYYY-MM."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=32)).replace(day=1) - ONE_DAY


def month(name: str, sessions: int, n: int, before: int, change: int) -> Period:
    return Period(*days_of(name), sessions, n, before / n if n else None, (before + change) / n if n else None)


def practices(rows: Iterable[SessionRow]) -> list[Practice]:
    """Each activity of these sessions, the most practised first."""
    by_id: dict[str, list[SessionRow]] = {}
    for row in rows:
        by_id.setdefault(row.activity_id, []).append(row)
    found = [practice(activity_id, inside) for activity_id, inside in by_id.items()]
    return sorted(found, key=lambda one: (-one.sessions, one.activity_id))


def practice(activity_id: str, rows: Sequence[SessionRow]) -> Practice:
    rated = [(row.pain_before, row.pain_after) for row in rows if row.pain_before is not None and row.pain_after is not None]
    return Practice(
        activity_id,
        rows[0].activity_title,
        len(rows),
        len(rated),
        middle([before for before, _ in rated]),
        middle([after for _, after in rated]),
        middle([after - before for before, after in rated]),
        sum(row.felt_worse in WORSE for row in rows),
    )


def middle(values: Sequence[float]) -> float | None:
    return float(median(values)) if values else None


def look_back_json(found: LookBack) -> dict[str, Any]:
    """The look back as a document."""
    worst, average, least = found.pains
    return {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "sessions": found.sessions,
        "days": found.days,
        "active_s": found.active_s,
        "felt_worse": found.worse,
        "activities": [
            {
                "activity_id": one.activity_id,
                "activity_title": one.title,
                "sessions": one.sessions,
                "n": one.n,
                "median_before": one.before,
                "median_after": one.after,
                "median_change": one.change,
                "felt_worse": one.worse,
            }
            for one in found.practices
        ],
        "check_ins": found.check_ins,
        "pain": {"worst": worst, "average": average, "least": least},
        "peg": [{"day": day.isoformat(), "score": score} for day, score in found.pegs],
        "pgic": found.pgic,
        "weekly_change": weeks_json(found.weeks),
        "medicines": list(found.medicines),
        "questions": list(found.questions),
    }


def weeks_json(change: weekly.Change | None) -> Mapping[str, Any] | None:
    if change is None:
        return None
    return {"base": change.base, "week": change.week, "points": change.points, "percent": change.percent, "label": change.label}
