"""What the therapist's plans asked for in the days of an export: each plan for the days on which it held."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dtx.care.plan import WEEK, Plan
from dtx.engine.export import About, Expected, Intended
from dtx.records.store import Store

KEY = "plan"
"""Under which the profile keeps it."""


@dataclass(frozen=True, slots=True)
class Held:
    """A plan, and the days on which it held. On the day of a change the new plan asks, and a session may still be for the old one.

    So it asks from `first` to `last`, and sessions may be for it until `gone`; both are the last day there is for a plan that holds now.
    """

    plan: Plan
    first: date
    last: date
    gone: date


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans that held in the days of an export, oldest first. Those days are None where nothing says which they are."""

    held: tuple[Held, ...]
    unsure: tuple[str | None, str] | None
    first: date | None
    last: date | None

    @classmethod
    def of(cls, store: Store, about: About) -> "Plans":
        first, last = (date.fromisoformat(day) if day else None for day in (about.since or about.first_day, about.until or about.last_day))
        since, until = first or date.min, last or date.max
        lines = [(date.fromisoformat(at[:10]), kept, gone) for at, kept, gone in store.profile_lines(KEY)]
        plans = [one for one in held([(day, kept) for day, kept, _ in lines]) if one.first <= until and since <= one.last]
        return cls(tuple(plans), unsure([(day, gone) for day, _, gone in lines], since, until), first, last)

    def intended(self, titles: Callable[[], Mapping[str, str]]) -> Intended | None:
        """What they ask for; a week that is in the export in part counts in part."""
        if not self.held:
            return None
        *earlier, newest = self.held
        name, since = (newest.plan.title, newest.plan.version), newest.first
        others = {(one.plan.title, one.plan.version) for one in earlier} - {name}
        for one in reversed(earlier):  # installed anew, it is the same plan
            if (one.plan.title, one.plan.version) != name or one.gone != since:
                break
            since = one.first
        until = newest.last.isoformat() if newest.last < date.max else None
        return Intended(*name, since.isoformat(), tuple(self._items(titles)), until, len(others))

    def _items(self, titles: Callable[[], Mapping[str, str]]) -> Iterator[Expected]:
        if self.first is None or self.last is None:
            return
        sevenths: dict[tuple[str, str], int] = {}
        weekly: dict[tuple[str, str], int] = {}
        days: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for one in self.held:
            for item in one.plan.items:
                begun, ended = max(one.first, self.first, item.since or one.first), min(self.last, item.until or self.last)
                asked = (min(one.last, ended) - begun).days + 1
                if asked > 0:
                    name = item.id, item.activity
                    sevenths[name] = sevenths.get(name, 0) + item.times_a_week * asked
                    weekly[name] = item.times_a_week
                    days.setdefault(name, []).append((begun.isoformat(), min(one.gone, ended).isoformat()))
        called = titles() if days else {}
        for (item_id, activity), stretches in days.items():
            name = item_id, activity
            planned = -(-sevenths[name] // WEEK)
            yield Expected(item_id, activity, weekly[name], planned, called.get(activity, ""), tuple(stretches))


def held(lines: list[tuple[date, Mapping[str, object] | None]]) -> list[Held]:
    """From what was kept, and on which day, oldest first; None is a plan that was removed, and still held on that day."""
    found, last, gone = list[Held](), date.max, date.max
    for day, kept in reversed(lines):
        if kept is not None and day <= last:
            found.insert(0, Held(Plan.from_json(kept), day, last, gone))
        last, gone = min(last, day if kept is None else day - timedelta(days=1)), min(gone, day)
    return found


def unsure(lines: list[tuple[date, int]], since: date, until: date) -> tuple[str | None, str] | None:
    """The days in a span between which a plan may have been erased: where more of the profile is gone than before the line before."""
    before, counted = date.min, 0
    stretches = []
    for day, gone in lines:
        if gone > counted and before <= until and since <= day:
            stretches.append((before, day))
        before, counted = day, gone
    if not stretches:
        return None
    first = min(first for first, _ in stretches)
    return None if first == date.min else first.isoformat(), max(last for _, last in stretches).isoformat()
