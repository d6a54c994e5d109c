"""A plan: what a therapist asks for, how often, and within which limits; and how much of it has been done.

Limits bind, and only ever more tightly than the practice itself does (clinical 5.4: therapist-set limits always win).
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, timedelta
from math import ceil
from typing import Any

from dtx.care.progress import Limits

WEEK = 7
PRACTISED = ("completed", "stopped")
"""How a session may have ended that counts: what was stopped early was practised, too."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What an option is held to: a range, or the choices that are left. None is no limit; no choices at all leave nothing."""

    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] | None = None

    def __and__(self, other: "Bound") -> "Bound":
        """Both at once: the tighter of each."""
        low = max((one for one in (self.low, other.low) if one is not None), default=None)
        high = min((one for one in (self.high, other.high) if one is not None), default=None)
        if self.choices is None or other.choices is None:
            return Bound(low, high, other.choices if self.choices is None else self.choices)
        return Bound(low, high, tuple(one for one in self.choices if one in other.choices))


NO_LIMITS = Limits()


def tighter(one: Limits, other: Limits) -> Limits:
    def least(first: int | None, second: int | None) -> int | None:
        return min((number for number in (first, second) if number is not None), default=None)

    return Limits(least(one.reps, other.reps), least(one.sets, other.sets), one.harder and other.harder)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What the exercises of a practice are held to: all of them, and some by their id more tightly."""

    all: Limits = NO_LIMITS
    each: Mapping[str, Limits] = field(default_factory=dict)

    def __call__(self, exercise: str) -> Limits:
        own = self.each.get(exercise)
        return self.all if own is None else tighter(self.all, own)

    def __and__(self, other: "Ceiling") -> "Ceiling":
        names = dict.fromkeys((*self.each, *other.each))
        each = {name: tighter(self.each.get(name, Limits()), other.each.get(name, Limits())) for name in names}
        return Ceiling(tighter(self.all, other.all), each)

    def __bool__(self) -> bool:
        return self.all != Limits() or bool(self.each)

    def to_json(self) -> dict[str, Any]:
        return {"all": asdict(self.all), "each": {name: asdict(limits) for name, limits in self.each.items()}}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Ceiling":
        return cls(Limits(**kept["all"]), {name: Limits(**limits) for name, limits in kept["each"].items()})


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is asked for. `options` are as `--set` takes them; `since` and `until` are days, both included."""

    id: str
    activity: str
    times_a_week: int
    options: Mapping[str, str] = field(default_factory=dict)
    bounds: Mapping[str, Bound] = field(default_factory=dict)
    ceiling: Ceiling = field(default_factory=Ceiling)
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. `review_on` is when it is to be looked at again, `note` is to the patient, `sha256` that of the file."""

    title: str
    patient_ref: str
    author: str
    version: str
    items: tuple[Item, ...]
    review_on: date | None = None
    note: tuple[str, ...] = ()
    sha256: str = ""
    installed_on: date | None = None

    def at(self, day: date) -> tuple[Item, ...]:
        """The items that hold on a day."""
        return tuple(item for item in self.items if item.holds(day))

    def of(self, activity: str, day: date) -> tuple[Item, ...]:
        """Those that ask for this activity on that day."""
        return tuple(item for item in self.at(day) if item.activity == activity)

    def to_json(self) -> dict[str, Any]:
        """As the store keeps it; `from_json` reads it back."""
        plain = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "items"}
        return {**{name: written(value) for name, value in plain.items()}, "items": [item_json(item) for item in self.items]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Plan":
        return cls(
            kept["title"],
            kept["patient_ref"],
            kept["author"],
            kept["version"],
            tuple(map(item_of, kept["items"])),
            day_of(kept["review_on"]),
            tuple(kept["note"]),
            kept["sha256"],
            day_of(kept["installed_on"]),
        )


def item_json(item: Item) -> dict[str, Any]:
    return {
        **{name: written(getattr(item, name)) for name in ("id", "activity", "times_a_week", "since", "until")},
        "options": dict(item.options),
        "bounds": {name: asdict(bound) for name, bound in item.bounds.items()},
        "ceiling": item.ceiling.to_json(),
    }


def item_of(kept: Mapping[str, Any]) -> Item:
    return Item(
        kept["id"],
        kept["activity"],
        kept["times_a_week"],
        kept["options"],
        {name: bound_of(one) for name, one in kept["bounds"].items()},
        Ceiling.of(kept["ceiling"]),
        day_of(kept["since"]),
        day_of(kept["until"]),
    )


def bound_of(kept: Mapping[str, Any]) -> Bound:
    return Bound(kept["low"], kept["high"], None if kept["choices"] is None else tuple(kept["choices"]))


def written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


def day_of(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


# -- how much of it was done


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Standing:
    """How one item stands on a day: what was practised of what was planned, in this week and since it began."""

    item: Item
    holds: bool
    today: int
    week: int
    week_planned: int
    so_far: int
    so_far_planned: int

    @property
    def due(self) -> bool:
        """Whether today would be a good day for it: there is some left this week, and today had less than its share."""
        return self.holds and self.week < self.week_planned and self.today < ceil(self.item.times_a_week / WEEK)


def standing(plan: Plan, item: Item, days: Iterable[date], today: date) -> Standing:
    """From the days on which the item was practised. A week begins on Monday; a week that holds in part asks for its part."""
    done = [day for day in days if item.holds(day)]
    begin = monday(today)
    first = max(filter(None, (item.since, plan.installed_on)), default=today)
    return Standing(
        item,
        item.holds(today),
        done.count(today),
        sum(begin <= day <= today for day in done),
        planned(item, begin, begin + timedelta(days=WEEK - 1), first),
        len(done),
        planned(item, first, today, first),
    )


def planned(item: Item, first: date, last: date, begun: date) -> int:
    """How many times it is asked for from `first` to `last`, both included, of the days since it has `begun`."""
    first, last = max(first, begun, item.since or begun), min(last, item.until or last)
    days = (last - first).days + 1
    return ceil(item.times_a_week * days / WEEK - 1e-9) if days > 0 else 0
