"""A page of facts before it has a form: headings, sentences, tables and a picture, for the PDF and the web page alike."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """`numbers` are the columns, by position, whose cells are set flush right; `wide` those that take the room the others leave."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    wide: tuple[int, ...] = (0,)


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


@dataclass(frozen=True, slots=True)
class Paper:
    """`lead` are facts with their names, `foot` stands small at the end, `margin` on each page."""

    title: str
    lead: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    margin: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def shortened(rows: Sequence[tuple[str, ...]], most: int, what: str) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The first `most` rows, and a sentence about those that are left out."""
    left = len(rows) - most
    if left <= 0:
        return tuple(rows), ()
    return tuple(rows[:most]), (f"And {left} more {what}, which the sheet (--to csv) lists.",)
