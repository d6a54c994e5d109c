"""What went together with pain on days with check-ins: never what caused it, and only with 14 days on each side (clinical 6)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import fmean

from dtx.care.checkin import TRIGGERS
from dtx.language import _, number

LEAST_DAYS = 14
SAME = 0.25
"""Means that are no farther apart are about the same."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day's average pains, and what was different on it. `asked` says whether that was answered at all."""

    pains: tuple[int, ...]
    triggers: frozenset[str]
    asked: bool


@dataclass(frozen=True, slots=True)
class Together:
    """Days with a trigger and days without it, and the mean of their average pain."""

    trigger: str
    days_with: int
    days_without: int
    pain_with: float
    pain_without: float

    @property
    def says(self) -> str:
        """In words. What came first, nobody can tell from this."""
        apart = self.pain_with - self.pain_without
        how = _("with about the same pain") if abs(apart) < SAME else _("with higher pain") if apart > 0 else _("with lower pain")
        return _(
            "{trigger} went together {how}: {pain_with} on average on {days_with} days with it, "
            "{pain_without} on {days_without} days without. That does not say what came first."
        ).format(
            trigger=called(self.trigger),
            how=how,
            pain_with=number(self.pain_with),
            days_with=self.days_with,
            pain_without=number(self.pain_without),
            days_without=self.days_without,
        )


def together(days: Iterable[Day]) -> Iterator[Together]:
    """Each trigger with enough days on both sides, in the order of the list, one's own words last."""
    known = [(fmean(day.pains), day.triggers) for day in days if day.asked and day.pains]
    names = dict.fromkeys((*TRIGGERS.values, *sorted({name for _, triggers in known for name in triggers})))
    for name in names:
        sides = [pain for pain, triggers in known if name in triggers], [pain for pain, triggers in known if name not in triggers]
        if min(map(len, sides)) >= LEAST_DAYS:
            yield Together(name, len(sides[0]), len(sides[1]), fmean(sides[0]), fmean(sides[1]))


def called(trigger: str) -> str:
    return TRIGGERS.options[TRIGGERS.values.index(trigger)] if trigger in TRIGGERS.values else trigger
