"""The plan a person has: kept in their records, applied to what they open, and how much of it was done.

It is kept in the journal of the profile, so that it is locked, backed up and erased with everything else, and no plan is ever lost
track of: what counted on a day can be looked up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from dtx.care.plan import PRACTISED, Bound, Ceiling, Item, Plan, Standing, standing
from dtx.host.bounds import Narrowed, in_words, narrowed
from dtx.host.options import Options
from dtx.language import _, _n, all_of, on_day
from dtx.records.store import Store

HARDER, VERSION = "harder", "version."
"""The option of a routine that lists exercises to be done in a harder version, and what an agreed version is saved under."""

KEY = "plan"
"""Under which the profile keeps it."""


def plan_of(store: Store) -> Plan | None:
    """The plan that holds now, or None."""
    kept = store.profile().get(KEY)
    return Plan.from_json(kept) if kept else None


def keep(store: Store, plan: Plan, at: str) -> None:
    """Let this plan hold from now on, and exports carry its pseudonym."""
    kept = replace(plan, installed_on=date.fromisoformat(at[:10]))
    store.set_profile({KEY: kept.to_json(), "patient_ref": plan.patient_ref}, at)


def forget(store: Store, at: str) -> None:
    store.set_profile({KEY: None}, at)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan says about one activity on one day. `items` are those that ask for it; all their limits hold at once."""

    items: tuple[Item, ...]

    @property
    def bounds(self) -> dict[str, Bound]:
        found: dict[str, Bound] = {}
        for item in self.items:
            for name, bound in item.bounds.items():
                found[name] = found[name] & bound if name in found else bound
        return found

    @property
    def ceiling(self) -> Ceiling:
        return reduce(and_, (item.ceiling for item in self.items), Ceiling())

    @property
    def bars_harder(self) -> bool:
        ceiling = self.ceiling
        return not all((ceiling.all.harder, *(limits.harder for limits in ceiling.each.values())))

    def narrow(self, options: Options) -> Narrowed:
        """The options that are open. Raises `Misfit` where plan and activity do not go together."""
        bounds = self.bounds
        named = options.get(HARDER)
        if named is not None and named.type == "several":  # a list of exercises to be done in a harder version
            left = tuple(str(one) for one in named.choices if self.ceiling(str(one)).harder)
            if len(left) < len(named.choices):
                bounds[HARDER] = bounds.get(HARDER, Bound()) & Bound(choices=left)
        return narrowed(options, bounds, self.items[0].options if self.items else {})

    def without_harder(self, saved: Mapping[str, Any], harder: Mapping[str, str]) -> dict[str, Any]:
        """What was agreed on, without harder versions where there are to be none. `harder` maps an exercise to its harder version."""
        barred = {f"{VERSION}{name}": other for name, other in harder.items() if other and not self.ceiling(name).harder}
        return {key: value for key, value in saved.items() if key not in barred or value != barred[key]}

    def item(self, options: Options, settled: Mapping[str, Any]) -> Item | None:
        """Which item a session with these options belongs to: the one that asks for just that, else the first."""
        for item in self.items:
            if all(settled.get(name) == options[name].parse(text) for name, text in item.options.items() if name in options):
                return item
        return next(iter(self.items), None)


NOTHING = Planned(())


def planned(store: Store, activity_id: str, day: date) -> Planned:
    plan = plan_of(store)
    return Planned(plan.of(activity_id, day)) if plan is not None else NOTHING


def standings(store: Store, plan: Plan, today: date) -> list[Standing]:
    """How each item stands, in the order of the plan."""
    days: dict[str, list[date]] = {item.id: [] for item in plan.items}
    activities = {item.activity for item in plan.items}
    first = min((one for one in (plan.installed_on, *(item.since for item in plan.items)) if one is not None), default=None)
    for row in store.sessions(since=first):
        if row.activity_id in activities and row.status in PRACTISED:
            asked = store.opened(row.session_id).get("plan_item")
            if asked in days:
                days[asked].append(date.fromisoformat(row.started_at[:10]))
    return [standing(plan, item, days[item.id], today) for item in plan.items]


# -- in words


def asked(item: Item, titles: Mapping[str, str]) -> str:
    """One item in a sentence: what, how often, how, within which limits, from when to when."""
    parts = [f"{titles.get(item.activity, item.activity)}: {often(item.times_a_week)}"]
    parts += [named(name, value.replace(",", ", ") or _("none")) for name, value in item.options.items()]
    if limits := limits_of(item):
        parts.append(_("within {limits}").format(limits=all_of(limits)))
    if item.since:
        parts.append(_("from {day}").format(day=on_day(item.since)))
    if item.until:
        parts.append(_("until {day}").format(day=on_day(item.until)))
    return ", ".join(parts) + "."


def often(times: int) -> str:
    known = {1: _("once a week"), 2: _("twice a week"), 7: _("every day")}
    return known.get(times) or _("{times} times a week").format(times=times)


def limits_of(item: Item) -> list[str]:
    found = [named(name, in_words(bound)) for name, bound in item.bounds.items()]
    return [*found, *of_exercises(item.ceiling)]


def named(name: str, value: str) -> str:
    """A value with the name of its option, as one would say it: “5 minutes”, “form gentle”."""
    words = value.replace("_", " ")
    return _("{number} minutes").format(number=words) if name == "minutes" else f"{name.replace('_', ' ')} {words}"


def of_exercises(ceiling: Ceiling) -> Iterator[str]:
    for name, limits in (("", ceiling.all), *ceiling.each.items()):
        whose = _(" of {exercise}").format(exercise=name.replace("_", " ")) if name else ""
        if limits.reps is not None:
            yield _n("{reps} repetition", "{reps} repetitions", limits.reps).format(reps=limits.reps) + whose
        if limits.sets is not None:
            yield _n("{sets} set", "{sets} sets", limits.sets).format(sets=limits.sets) + whose
        if not limits.harder:
            yield _("no harder version") + whose if whose else _("no harder versions")


def stands(one: Standing, titles: Mapping[str, str]) -> str:
    """How an item stands this week, without a word on what was not done."""
    said = f"{titles.get(one.item.activity, one.item.activity)}: {stands_short(one)}."
    return f"{said} {_('Today would be a good day for it.')}" if one.due else said


def stands_short(one: Standing) -> str:
    if not one.holds:
        return _("not at present")
    return _("{done} of {planned} this week").format(done=one.week, planned=one.week_planned)


def for_today(stands: Sequence[Standing], titles: Mapping[str, str], short: bool = False) -> str:
    """What of the plan would suit today, in one sentence; without a word on what was not done."""
    due = [one for one in stands if one.due]
    named = [titles.get(one.item.activity, one.item.activity) for one in due]
    if short:
        return ", ".join(named) or _("nothing more today")
    if due:
        what = all_of(f"{title} ({stands_short(one)})" for title, one in zip(named, due, strict=True))
        return _("From your plan, for today: {what}.").format(what=what)
    return _("Nothing more from your plan today.") if any(one.holds for one in stands) else _("Your plan rests just now.")


def to_json(one: Standing, titles: Mapping[str, str]) -> dict[str, Any]:
    item = one.item
    return {
        "id": item.id,
        "activity": item.activity,
        "title": titles.get(item.activity),
        "options": dict(item.options),
        "times_a_week": item.times_a_week,
        "limits": limits_of(item),
        "from": item.since.isoformat() if item.since else None,
        "until": item.until.isoformat() if item.until else None,
        "holds": one.holds,
        "due_today": one.due,
        "this_week": {"practised": one.week, "planned": one.week_planned},
        "so_far": {"practised": one.so_far, "planned": one.so_far_planned},
    }
