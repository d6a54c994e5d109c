"""Comparing two practices fairly: in blocks of two, in an order that is drawn, and without a winner that could be chance (clinical 7.5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from dtx.care.changes import SURE, Changes, difference, level_among
from dtx.care.insight import between, lower
from dtx.language import _

HONEST = _(
    "In a study of 215 people (Kravitz 2018, JAMA Intern Med 178:1368), comparing like this did not lower how much pain got in the way. "
    "It helped people and their teams to decide together."
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two activities by their ids, and when the comparison began, ISO 8601: the order is drawn from all three."""

    one: str
    other: str
    since: str

    def drawn(self, block: int) -> tuple[str, str]:
        """The order within a block; blocks count from 0. The same pair always draws the same."""
        first = Random(f"{self.since}|{self.one}|{self.other}|{block}").random() < 0.5
        return (self.one, self.other) if first else (self.other, self.one)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a comparison is. `block` counts from 0; `due` is what would be next; `done` is what this block has already."""

    block: int
    due: str
    done: str | None = None


def standing(pair: Pair, practised: Iterable[str]) -> Standing:
    """From the ids of the sessions since it began, oldest first. Whoever takes the other one first declines nothing and loses nothing."""
    block, done = 0, set[str]()
    for activity_id in practised:
        if activity_id in (pair.one, pair.other):
            done.add(activity_id)
        if len(done) == 2:
            block, done = block + 1, set()
    order = pair.drawn(block)
    return Standing(block, next(name for name in order if name not in done), next(iter(done), None))


def compared(one: tuple[str, Changes], other: tuple[str, Changes]) -> str:
    """What the comparison shows: titles with their changes since it began. Never a winner where no difference is within the interval."""
    (title, changes), (second, others) = one, other
    if min(changes.n, others.n) < SURE:
        return _("{sure} of each are needed before anything can be said. There are {n} of {title} and {others} of {second}.").format(
            sure=SURE, n=changes.n, title=title, others=others.n, second=second
        )
    found = difference(changes, others, level_among(2))
    assert found is not None
    said = _("Pain after {title} was {mean} than after {second} ({between}).").format(
        title=title, mean=lower(found.mean), second=second, between=between(found.low, found.high)
    )
    if abs(found.mean) < 0.05:
        said = _("Pain changed about as much with {title} as with {second} ({between}).").format(
            title=title, second=second, between=between(found.low, found.high)
        )
    if found.could_be_chance:
        return f"{said} {_('That could be chance, so neither of them comes first.')}"
    return f"{said} {_('That is what your own notes show. It does not say why.')}"
