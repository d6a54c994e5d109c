"""“What seems to help me”: what a person's own notes show of each activity, and what they do not show (clinical 7.4 and 7.5).

Nothing is claimed on one session, nothing is called best by luck, and how many sessions there were, and how many numbers are missing, is
always said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from dtx.care.changes import (
    AT_LEAST_RESTS,
    LEVEL,
    LISTED,
    SURE,
    Changes,
    Difference,
    Shrunk,
    difference,
    level_among,
    shrunk,
)
from dtx.care.estimate import Sums, chances, guesses
from dtx.language import _, _n, number

QUIET = "quiet.pause"
"""What everything else is compared with."""

LIKELY = 0.8
"""So likely it has to be that an activity is the one with the lowest change, before it may be named."""

CANNOT_SEPARATE = _("We cannot separate this from simply resting.")
COULD_BE_CHANCE = _("This could be chance.")
TOO_EARLY = _("Too early to tell.")
NO_CHANGE = _("That includes no change at all.")
ONE_SESSION = _("One session cannot tell us why. Over 10 or more we can look for a pattern.")

LISTING, EARLY, KNOWN = "listed", "too_early", "known"


@dataclass(frozen=True, slots=True)
class Practised:
    """The closed sessions of one activity. `changes` are those of pain, `days` the days on which it was rated before and after.

    `values` are the changes one by one, oldest first, where there are too few for a mean. `relaxed` counts sessions with both ratings of
    how relaxed one is, `relax_sum` sums up their changes. `worse` counts sessions after which something felt worse.
    """

    activity_id: str
    title: str
    sessions: int
    days: int
    changes: Changes
    sums: Sums
    values: tuple[int, ...] = ()
    relaxed: int = 0
    relax_sum: int = 0
    worse: int = 0
    active_s: float = 0.0

    @property
    def known(self) -> bool:
        """Whether there is enough for a mean with its interval."""
        return self.changes.n >= SURE and self.days >= SURE


@dataclass(frozen=True, slots=True)
class Shown:
    """What the notes show of one activity. `stage` is `listed`, `too_early` or `known`; what does not belong to it is None.

    `versus_rest` compares with quiet pauses. `chance` is how likely this activity is the one with the lowest change.
    """

    practised: Practised
    stage: str
    middle: float | None = None
    mean: float | None = None
    interval: tuple[float, float] | None = None
    shrunk: Shrunk | None = None
    versus_rest: Difference | None = None
    separable: bool = False
    chance: float | None = None

    @property
    def missing(self) -> int:
        return self.practised.sessions - self.practised.changes.n


@dataclass(frozen=True, slots=True)
class Insight:
    """Every activity that was practised, quiet pauses apart. `best` is the id of the one that may be named, None nearly always."""

    shown: tuple[Shown, ...]
    rests: Shown | None
    best: str | None = None


def insight(practised: Sequence[Practised]) -> Insight:
    """The activities as they are to be shown, in the order in which they came."""
    rests = next((one for one in practised if one.activity_id == QUIET), None)
    others = [one for one in practised if one is not rests]
    rated = {one.activity_id: one.sums for one in others if one.changes.n}
    likely = chances(guesses(rated)) if len(rated) > 1 else {}
    shown = tuple(show(one, rests, likely.get(one.activity_id)) for one in others)
    return Insight(shown, show(rests, None, None) if rests is not None else None, best(others, rests, likely))


def show(one: Practised, rests: Practised | None, chance: float | None) -> Shown:
    changes = one.changes
    if changes.n < LISTED:
        return Shown(one, LISTING, chance=chance)
    if not one.known:
        return Shown(one, EARLY, middle=float(median(one.values)) if one.values else None, chance=chance)
    enough = rests is not None and rests.changes.n >= AT_LEAST_RESTS
    against = difference(changes, rests.changes) if enough and rests is not None else None
    return Shown(one, KNOWN, None, changes.mean, changes.interval(LEVEL), shrunk(changes), against, against is not None, chance)


def best(others: Sequence[Practised], rests: Practised | None, likely: Mapping[str, float]) -> str | None:
    """The activity whose changes were lowest, where that is likely, and no interval of its differences holds nothing.

    The one that comes next, and everything it is held against, has to have ten sessions, too.
    """
    ranked = sorted(likely, key=lambda name: -likely[name])
    if not ranked or likely[ranked[0]] < LIKELY:
        return None
    by_id = {one.activity_id: one for one in others}
    first, second = by_id[ranked[0]], by_id[ranked[1]]
    compared = [one for one in (*others, *([rests] if rests is not None else [])) if one is not first and one.known]
    if not first.known or second not in compared:
        return None
    level = level_among(len(compared) + 1)
    found = [difference(first.changes, one.changes, level) for one in compared]
    return first.activity_id if all(one is not None and one.high < 0 for one in found) else None


# -- in words


def lower(value: float) -> str:
    """A change in words: `1.2 lower`, `0.5 higher`, `no different`."""
    if abs(value) < 0.05:
        return _("no different")
    return (_("{number} lower") if value < 0 else _("{number} higher")).format(number=number(abs(value)))


def between(low: float, high: float) -> str:
    return _("from {low} to {high}").format(low=lower(low), high=lower(high))


def counted(one: Shown) -> str:
    """How many sessions there were, and how many numbers are missing: always said."""
    n, all_of_them = one.practised.changes.n, one.practised.sessions
    sessions = _n("{number} session", "{number} sessions", all_of_them).format(number=all_of_them)
    if not one.missing:
        return _("{sessions}, all with pain numbers before and after.").format(sessions=sessions)
    return _("{sessions}; {n} with pain numbers before and after, {missing} without.").format(sessions=sessions, n=n, missing=one.missing)


def says(one: Shown) -> list[str]:
    """What may be said of an activity, sentence by sentence, to the person."""
    changes = one.practised.changes
    found = [counted(one)]
    if not changes.n:
        return found
    if one.stage == LISTING:
        values = ", ".join(f"{value:+d}" if value else "0" for value in one.practised.values)
        found.append(_("After minus before: {values}.").format(values=values))
        found.append(ONE_SESSION)
    elif one.stage == EARLY:
        said = _("The changes went from {least} to {most}.")
        if one.middle is not None:
            said = _("The middle of the changes was {middle}, from {least} to {most}.")
        middle = lower(one.middle or 0.0)
        found.append(f"{TOO_EARLY} {said.format(middle=middle, least=lower(changes.least), most=lower(changes.most))}")
    else:
        assert one.mean is not None and one.interval is not None
        found.append(
            _("On average pain was {mean} afterwards. The average may lie anywhere {between}.").format(
                mean=lower(one.mean), between=between(*one.interval)
            )
        )
        if one.interval[0] <= 0 <= one.interval[1]:
            found.append(NO_CHANGE)
        if one.practised.activity_id != QUIET:
            found.append(against_rest(one.versus_rest) if one.versus_rest is not None else CANNOT_SEPARATE)
    return found + beside(one.practised)


def against_rest(found: Difference) -> str:
    said = _("Against quiet pauses it was {mean} ({between}).").format(mean=lower(found.mean), between=between(found.low, found.high))
    return f"{said} {COULD_BE_CHANCE}" if found.could_be_chance else said


def beside(one: Practised) -> list[str]:
    """What else belongs to the picture: how relaxed one was, what felt worse, and the time it took."""
    found = []
    if one.relaxed >= LISTED:
        change = one.relax_sum / one.relaxed
        said = _("On average you were about as relaxed as before afterwards.")
        if abs(change) >= 0.05:
            more, less = (
                _("On average you were {change} more relaxed afterwards."),
                _("On average you were {change} less relaxed afterwards."),
            )
            said = more if change > 0 else less
        found.append(said.format(change=number(abs(change))))
    if one.worse:
        found.append(_("After {worse} of them something felt worse.").format(worse=one.worse))
    if one.active_s >= 60:
        found.append(_("You gave it {length} in all.").format(length=minutes(one.active_s)))
    return found


def minutes(seconds: float) -> str:
    whole = round(seconds / 60)
    if whole < 120:
        return _n("{number} minute", "{number} minutes", whole).format(number=whole)
    return _n("{number} hour", "{number} hours", round(whole / 60)).format(number=round(whole / 60))


NOT_YET = _("Your notes do not show yet that one practice goes with lower pain than the others. That is usual, and no fault of yours.")


def to_compare_with(found: Insight) -> str:
    """An invitation to quiet pauses, while there are too few of them; nothing where nothing was practised, or there are enough."""
    there = found.rests.practised.changes.n if found.rests is not None else 0
    if there >= AT_LEAST_RESTS or not found.shown:
        return ""
    return _(
        "Quiet pauses to compare with: {there} of {needed} so far. You might take one now and then, "
        "at the times of day at which you practise."
    ).format(there=there, needed=AT_LEAST_RESTS)


def named(found: Insight) -> str:
    """The one sentence about what was lowest, or that nothing can be said."""
    if found.best is None:
        return NOT_YET
    one = next(shown for shown in found.shown if shown.practised.activity_id == found.best)
    return _(
        "Your own notes show the lowest numbers after {title}. That is what was written down so far. It does "
        "not say why, or how it will be."
    ).format(title=one.practised.title)
