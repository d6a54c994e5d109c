"""“What seems to help me”, read from the records: sums, not sessions, so that it takes no longer in ten years."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from dtx.care import comparison
from dtx.care.changes import Changes
from dtx.care.comparison import Pair, Standing
from dtx.care.days import DAY_BEGINS, day_of
from dtx.care.estimate import Sums
from dtx.care.insight import KNOWN, QUIET, Insight, Practised, Shown, insight, named, says, to_compare_with
from dtx.care.suggestion import Suggestion, suggested
from dtx.care.together import Day, Together, together
from dtx.language import _
from dtx.records.listing import earliest, utc
from dtx.records.store import Store
from dtx.records.tally import Tally, by_activity

NOTHING: Mapping[str, str] = MappingProxyType({})

DIARY_DAYS = 400
"""How far back check-ins are looked at for what went together."""


@dataclass(frozen=True, slots=True)
class Comparing:
    """Two practices that are being compared: how far it is, and what it shows so far."""

    pair: Pair
    titles: Mapping[str, str]
    standing: Standing
    counts: Mapping[str, int]
    says: str

    @property
    def next_says(self) -> str:
        """An invitation, and the way out of it."""
        due = self.titles[self.standing.due]
        return _("Pair {block}: {due} would be next, if it suits you. The other one first is fine, and so is neither.").format(
            block=self.standing.block + 1, due=due
        )


@dataclass(frozen=True, slots=True)
class Looked:
    """All that the screen and the command show."""

    found: Insight
    suggestions: tuple[Suggestion, ...]
    together: tuple[Together, ...]
    comparing: Comparing | None = None


class Insights:
    """Reads one store. `titles` gives what an activity is called on the shelf, for those that were never practised.

    `begins` is the hour at which the person's day begins.
    """

    def __init__(self, store: Store, now: Callable[[], datetime], titles: Mapping[str, str] = NOTHING, begins: int = DAY_BEGINS) -> None:
        self._store, self._now, self._titles, self._begins = store, now, titles, begins

    def look(self, open_to: Sequence[str], *, suggest: bool = True, pair: Pair | None = None) -> Looked:
        """`open_to` are the activities on the shelf that the person may practise, in the order of their list."""
        practised = self.practised()
        sums = {one.activity_id: one.sums for one in practised}
        hurt = {one.activity_id for one in practised if one.worse and 2 * one.worse >= one.sessions}
        kind = [name for name in open_to if name != QUIET and name not in hurt]
        found = insight(practised)
        suggestions = tuple(suggested(kind, sums)) if suggest else ()
        return Looked(found, suggestions, tuple(self.together()), self.comparing(pair) if pair is not None else None)

    def practised(self) -> list[Practised]:
        """Every activity with its sums, the most practised first."""
        whole = by_activity(self._store).values()
        return [self._practised(one) for one in sorted(whole, key=lambda one: (-one.sessions, one.activity_id))]

    def comparing(self, pair: Pair) -> Comparing:
        """Two activities since their comparison began."""
        rows = self._store.rows(
            "SELECT activity_id, pain_after - pain_before FROM session "
            "WHERE activity_id IN (?, ?) AND sealed = 1 AND started_utc >= ? ORDER BY started_utc, session_id",
            pair.one,
            pair.other,
            utc(datetime.fromisoformat(pair.since)),
        )
        sessions = list(rows)
        titles = {name: self._title(name) for name in (pair.one, pair.other)}
        changes = {name: Changes.of(change for id, change in sessions if id == name and change is not None) for name in titles}
        standing = comparison.standing(pair, (name for name, _ in sessions))
        said = comparison.compared((titles[pair.one], changes[pair.one]), (titles[pair.other], changes[pair.other]))
        return Comparing(pair, titles, standing, {name: one.n for name, one in changes.items()}, said)

    def together(self) -> Iterator[Together]:
        """What went together with pain on the days of check-ins."""
        since = self._now().date() - timedelta(days=DIARY_DAYS)
        rows = self._store.rows(
            "SELECT diary.started_at, entry.entry_id, name, value FROM diary CROSS JOIN entry USING (entry_id) "
            "WHERE sealed = 1 AND started_utc >= ? AND name IN ('pain.average', 'triggers') ORDER BY started_utc, entry_id, seq",
            earliest(since),  # by day first: SQLite would rather take these answers of all years
        )
        said: dict[date, dict[tuple[str, str], Any]] = {}
        for at, entry_id, name, value in rows:
            said.setdefault(day_of(at, self._begins), {})[entry_id, name] = json.loads(value)["value"]
        return together(day_from(answers) for answers in said.values())

    def _practised(self, one: Tally) -> Practised:
        changes = one.changes
        sums = Sums(changes.n, one.before_sum, one.before_squares, changes.total, changes.squares, one.crossed)
        found = Practised(
            one.activity_id,
            self._title(one.activity_id),
            one.sessions,
            one.days,
            changes,
            sums,
            (),
            one.relaxed,
            one.relax_sum,
            one.worse,
            one.active_s,
        )
        return found if found.known else replace(found, values=self._values(one.activity_id))

    def _values(self, activity_id: str) -> tuple[int, ...]:
        rows = self._store.rows(
            "SELECT pain_after - pain_before FROM session WHERE activity_id = ? AND sealed = 1 "
            "AND pain_before IS NOT NULL AND pain_after IS NOT NULL ORDER BY started_utc, session_id",
            activity_id,
        )
        return tuple(change for (change,) in rows)

    def _title(self, activity_id: str) -> str:
        """What it was called when it was last practised, what the shelf calls it, or its id."""
        found = self._store.sessions(limit=1, activity_id=activity_id)
        return found[0].activity_title if found else self._titles.get(activity_id, activity_id)


def day_from(answers: Mapping[tuple[str, str], Any]) -> Day:
    """One day from the last answers of its check-ins, by check-in and question."""
    pains = [value for (_, name), value in answers.items() if name == "pain.average" and isinstance(value, int)]
    lists = [value for (_, name), value in answers.items() if name == "triggers" and isinstance(value, list)]
    return Day(tuple(pains), frozenset(str(one) for value in lists for one in value), bool(lists))


NOTHING_YET = _("Nothing has been practised yet, so there is nothing to look at. That is fine.")
SUGGESTIONS = _("If you would like a suggestion:")
NO_SUGGESTIONS = _("`dtx profile --set suggest=no` leaves suggestions out.")


def lines(looked: Looked, titles: Mapping[str, str]) -> Iterator[str]:
    """All of it line by line, in whole sentences."""
    found = looked.found
    if not found.shown and found.rests is None:
        yield NOTHING_YET
    for one in (*found.shown, *([found.rests] if found.rests is not None else [])):
        yield f"{one.practised.title}: {' '.join(says(one))}"
    if found.shown:
        yield named(found)
    if rests := to_compare_with(found):
        yield rests
    yield from (one.says for one in looked.together)
    if looked.comparing is not None:
        yield from (looked.comparing.says, looked.comparing.next_says)
    if looked.suggestions:
        yield SUGGESTIONS
        yield from (f"{titles.get(one.activity_id, one.activity_id)}. {one.reason}" for one in looked.suggestions)
        yield NO_SUGGESTIONS


def document(looked: Looked, at: datetime) -> dict[str, Any]:
    """The document of `dtx insight --json`."""
    found = looked.found
    return {
        "as_of": at.isoformat(timespec="seconds"),
        "activities": [shown_json(one) for one in found.shown],
        "quiet_pauses": shown_json(found.rests) if found.rests is not None else None,
        "best": found.best,
        "says": named(found),
        "quiet_pauses_wanted": to_compare_with(found) or None,
        "suggestions": [asdict(one) for one in looked.suggestions],
        "went_together": [asdict(one) | {"says": one.says} for one in looked.together],
        "comparing": comparing_json(looked.comparing) if looked.comparing is not None else None,
    }


def shown_json(one: Shown) -> dict[str, Any]:
    practised, changes = one.practised, one.practised.changes
    return {
        "activity_id": practised.activity_id,
        "activity_title": practised.title,
        "sessions": practised.sessions,
        "n": changes.n,
        "missing": one.missing,
        "days": practised.days,
        "stage": one.stage,
        "values": list(practised.values) if one.stage != KNOWN else None,
        "median": one.middle,
        "range": [changes.least, changes.most] if changes.n else None,
        "mean": one.mean,
        "interval": list(one.interval) if one.interval is not None else None,
        "sd": changes.sd if one.stage == KNOWN else None,
        "r1": changes.r1 if one.stage == KNOWN else None,
        "n_eff": changes.n_eff if one.stage == KNOWN else None,
        "shrunk": asdict(one.shrunk) if one.shrunk is not None else None,
        "versus_quiet_pauses": asdict(one.versus_rest) | {"could_be_chance": one.versus_rest.could_be_chance} if one.versus_rest else None,
        "chance_lowest": one.chance,
        "relax_change": practised.relax_sum / practised.relaxed if practised.relaxed else None,
        "felt_worse": practised.worse,
        "active_s": practised.active_s,
        "says": says(one),
    }


def comparing_json(one: Comparing) -> dict[str, Any]:
    return {
        "one": one.pair.one,
        "other": one.pair.other,
        "since": one.pair.since,
        "pair": one.standing.block + 1,
        "next": one.standing.due,
        "n": dict(one.counts),
        "says": one.says,
    }
