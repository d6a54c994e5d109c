"""A page of facts before it has a form: headings, sentences, tables and a picture, for the PDF and the web page alike."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from dtx.care.measures.measure import shown
from dtx.language import _

LETTERS = 130
"""Letters of a printed line."""
NONE = "–"
"""What stands in a cell for what was not given."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many rows each table may have, so that the whole is two pages at most; `letters` is the length of what somebody wrote."""

    worse: int = 8
    activities: int = 10
    weeks: int = 13
    stopped: int = 6
    diary: int = 8
    words: int = 6
    scripts: int = 8
    letters: int = 240


ROOMS = (Room(), Room(5, 8, 9, 4, 5, 4, 5, 160), Room(3, 6, 5, 2, 3, 2, 3, 100), Room(1, 3, 2, 1, 1, 1, 1, 60))
"""From the usual to the least."""


@dataclass(frozen=True, slots=True)
class Table:
    """`numbers` are the columns, by position, whose cells are set flush right; `wide` those that take the room the others leave."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    wide: tuple[int, ...] = (0,)

    @property
    def lines(self) -> float:
        """A row is as high as the highest of its cells, each of which has about its share of the width."""
        share = LETTERS / max(1, len(self.head)) * 1.4
        return 1.3 + sum(1.15 * max(1 + len(cell) // share for cell in row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Picture:
    """`alt` says in words what the picture shows."""

    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class Section:
    """`words` are sentences above the table, `below` those under it."""

    title: str
    words: tuple[str, ...] = ()
    table: Table | None = None
    picture: Picture | None = None
    below: tuple[str, ...] = ()

    @property
    def lines(self) -> float:
        words = 2 + sum(map(wrapped, (*self.words, *self.below))) + (16 if self.picture else 0)
        return words + (self.table.lines if self.table else 0)


def wrapped(words: str) -> float:
    return 1.2 + len(words) // LETTERS


@dataclass(frozen=True, slots=True)
class Paper:
    """`lead` are facts with their names, `foot` stands small at the end, `margin` on each page."""

    title: str
    lead: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    margin: str

    @property
    def lines(self) -> float:
        """About how many printed lines it takes."""
        return 4 + len(self.lead) + sum(section.lines for section in self.sections) + sum(map(wrapped, self.foot))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def shortened(rows: Sequence[tuple[str, ...]], most: int, what: str) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The first `most` rows, and a sentence about those that are left out."""
    left = len(rows) - most
    if left <= 0:
        return tuple(rows), ()
    return tuple(rows[:most]), (_("And {left} more {what}, which the sheet (--to csv) lists.").format(left=left, what=what),)


def counted(found: Mapping[Any, int], words: Mapping[Any, str] = MappingProxyType({})) -> str:
    """`pain 2, time 1`, the most first."""
    order = sorted(found.items(), key=lambda item: (-item[1], str(item[0])))
    return ", ".join(f"{words.get(name, name)} {count}" for name, count in order)


def signed(value: float) -> str:
    """`−2.0`, with a true minus sign; what comes to zero has none."""
    text = shown(value)
    if not any(digit in text for digit in "123456789"):
        return text.removeprefix("-")
    return f"−{text[1:]}" if text.startswith("-") else f"+{text}"


def given(value: object) -> str:
    return NONE if value is None else str(value)
