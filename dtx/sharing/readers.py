"""Presets for those who read an export: the form, the span and the order that suit them. None of them lets in what was not named."""

from collections.abc import Mapping
from dataclasses import dataclass

from dtx.errors import Unknown
from dtx.language import _

ORDER = (
    *("felt_worse", "practised", "pain", "weeks", "relax", "mornings"),
    *("check_ins", "measures", "medicines", "stopped", "thoughts", "notes"),
)
"""The parts of the summary as everybody gets them. What is missing, and which versions it were, stand at the end for all."""


@dataclass(frozen=True, slots=True)
class Reader:
    """`form` and `days` are what the app offers first, `order` the parts of the summary, `useful` what of PARTS may be of use to them."""

    id: str
    form: str
    days: int
    order: tuple[str, ...]
    useful: tuple[str, ...]

    @property
    def title(self) -> str:
        return TITLES[self.id]


TITLES = {"physiotherapist": _("a physiotherapist"), "psychologist": _("a psychologist"), "physician": _("a physician")}


def reader(name: str, form: str, days: int, first: tuple[str, ...], useful: tuple[str, ...]) -> Reader:
    """What felt worse comes first for all of them."""
    ahead = ("felt_worse", *first)
    return Reader(name, form, days, (*ahead, *(part for part in ORDER if part not in ahead)), useful)


READERS: Mapping[str, Reader] = {
    one.id: one
    for one in (
        reader("physiotherapist", "pdf", 30, ("practised", "mornings", "pain"), ("diary",)),
        reader("psychologist", "pdf", 30, ("practised", "relax", "thoughts"), ("thoughts", "diary")),
        reader("physician", "pdf", 90, ("measures", "medicines", "pain", "weeks"), ("diary",)),
    )
}


def named(name: str) -> Reader:
    """Raises `Unknown`."""
    if name not in READERS:
        raise Unknown(_("There is no preset for {name!r}.").format(name=name), _("There are: {names}.").format(names=", ".join(READERS)))
    return READERS[name]


def titled(name: str) -> str:
    """Who reads it, with an article; of a preset that is not known any more, its name."""
    return TITLES.get(name, f"a {name}")


def order(name: str | None) -> tuple[str, ...]:
    return READERS[name].order if name is not None and name in READERS else ORDER
