"""The list of check-ins: one row each, folded from their lines, so that it can be made again from them at any time."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from dtx.engine.entry import OPENED, Line, answered
from dtx.records.listing import lines, utc

PREFIX = "d-"
"""With this an entry's id begins, so that a line of the ledger says whether it is a session or an entry."""

PEG = ("peg.pain", "peg.enjoyment", "peg.activity")


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in the list. Times are ISO 8601 with their offset; `lines` counts them, `last_at` is when the last was written.

    `sealed` says that it is closed: `ended_at` is known, and its head stands in the ledger. Numbers are None where none was given;
    `peg` is the mean of its three items where all are there (Krebs 2009, J Gen Intern Med 24:733), `pgic` runs from 1 to 7.
    """

    entry_id: str
    kind: str
    started_at: str
    ended_at: str | None
    sealed: bool
    lines: int
    last_at: str
    pain_worst: int | None = None
    pain_average: int | None = None
    pain_least: int | None = None
    peg: float | None = None
    pgic: int | None = None


NAMES = [field.name for field in fields(EntryRow)]
COLUMNS = ", ".join(NAMES)
SEALED = NAMES.index("sealed")
_columns = attrgetter(*NAMES)


def fold(entry_id: str, lines: Iterable[Line], ended_at: str | None = None) -> EntryRow | None:
    """The row of these lines; None only where there are none."""
    lines = tuple(lines)
    if not lines:
        return None
    opened = lines[0].value if lines[0].name == OPENED and isinstance(lines[0].value, dict) else {}
    answers = answered(lines)
    pains = (number(answers.get(f"pain.{which}")) for which in ("worst", "average", "least"))
    items = [number(answers.get(name)) for name in PEG]
    given = [item for item in items if item is not None]
    peg = sum(given) / len(PEG) if len(given) == len(PEG) else None
    worst, average, least = pains
    return EntryRow(
        entry_id,
        str(opened.get("kind") or ""),
        lines[0].at,
        ended_at,
        ended_at is not None,
        lines[-1].seq,
        lines[-1].at,
        worst,
        average,
        least,
        peg,
        number(answers.get("pgic.change")),
    )


def folded(connection: sqlite3.Connection, only: Collection[str] | None = None) -> Iterator[EntryRow]:
    """Every row, or some, as the lines and the ledger have them, by id, but for what is hidden.

    Raises ValueError where a line cannot be read.
    """
    ended = {entry_id: at for entry_id, at, _ in connection.execute("SELECT session_id, at, min(seq) FROM ledger GROUP BY session_id")}
    hidden = {name for (name,) in connection.execute("SELECT id FROM hidden")}
    every = "SELECT entry_id, seq, at, name, value FROM entry ORDER BY entry_id, seq"
    for entry_id, found in groupby(lines(connection, every, "entry_id", only), itemgetter(0)):
        row = fold(entry_id, (Line(seq, at, name, json.loads(value)) for _, seq, at, name, value in found), ended.get(entry_id))
        if row is not None and entry_id not in hidden:
            yield row


def number(value: Any) -> int | None:
    """A whole number, also one that a choice keeps as a word."""
    if isinstance(value, str) and value.isdecimal() and len(value) < 4:
        return int(value)
    return value if type(value) is int else None


def to_values(row: EntryRow) -> tuple[Any, ...]:
    """The columns of a row, and when it was begun in UTC, by which the list is sorted."""
    return (*_columns(row), utc(datetime.fromisoformat(row.started_at)))


def from_values(values: Iterable[Any]) -> EntryRow:
    row = list(values)
    row[SEALED] = bool(row[SEALED])
    return EntryRow(*row)
