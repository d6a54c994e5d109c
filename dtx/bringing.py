"""Bringing in what was kept elsewhere: another machine's backup, or a pain diary as a table, into sessions and diary."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from dtx.care import diary_table
from dtx.care.checkin import CHECK_IN
from dtx.care.diary_table import DAY_FIRST, Plan, Row, Table
from dtx.checkin import opened as opening
from dtx.engine.entry import OPENED, Line
from dtx.engine.journal import answer_value
from dtx.errors import DtxError, Unknown
from dtx.language import _
from dtx.paths import reason
from dtx.records.archive import is_archive
from dtx.records.backing_up import bare, opened
from dtx.records.diary import Diary
from dtx.records.entries import PREFIX
from dtx.records.keyfile import KeyFile
from dtx.records.merging import Merged, merge
from dtx.records.nowhere import in_memory
from dtx.records.strongbox import Strongbox

SOURCE = "import:csv"
OURS = UUID("6f1d0b0a-5a58-5d0c-9c7e-3f0a6a2c8d11")
"""The same row always becomes the same entry, so that a table which is brought in twice is there once."""

MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Brought:
    """What came in, and sentences about what did not."""

    merged: Merged
    left: tuple[str, ...] = ()


def is_backup(path: Path) -> bool:
    """Whether this is a backup of dtx, or a database, and no table. Raises Unknown where there is no such file."""
    return bare(path) or is_archive(path)


def backup(strongbox: Strongbox, path: Path, ask: Callable[[KeyFile], bytes | None] | None) -> Brought:
    """Bring in what another machine's backup holds and these records do not. Raises DtxError and StoreProblem; then nothing changed."""
    with opened(strongbox, path, ask) as found, strongbox.open_store() as store:
        return Brought(merge(store, found.store))


def read(path: Path) -> Table:
    """Raises Unknown where there is no such file, and DtxError for what is no table."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unknown(
            _("{path} cannot be read ({strerror}).").format(path=path, strerror=reason(error)),
            _("Give the name of a backup or of a CSV file."),
        ) from None
    if len(content) > MOST_BYTES:
        raise DtxError(_("{path} is too big for a table.").format(path=path), _("Give a file of at most 50 MB."))
    return diary_table.read_table(content)


def planned(table: Table, given: Mapping[str, str], dates: str | None, scale: int | None) -> Plan:
    """The guess, with what the person says instead. Raises Unknown."""
    plan = diary_table.with_columns(table, diary_table.guess(table), given)
    if dates is not None:
        plan = replace(plan, day_first=dates == DAY_FIRST)
    return plan if scale is None else diary_table.scaled(plan, scale)


def first_rows(table: Table, plan: Plan, now: datetime, number: int = 3) -> list[Row]:
    """Some rows as they would be kept, to look at. Raises DtxError where the plan does not do yet."""
    return list(islice((row for row in diary_table.rows(table, plan, now) if row.answers), number))


def left_out(table: Table, plan: Plan, now: datetime) -> list[str]:
    """Sentences about all that would not come in, to be read beforehand."""
    return [sentence for row in diary_table.rows(table, plan, now) for sentence in row.left]


def table_in(strongbox: Strongbox, table: Table, plan: Plan, now: datetime) -> Brought:
    """Bring a table's rows in as check-ins: all of them or none. Raises DtxError and StoreProblem."""
    left: list[str] = []
    known: set[str] = set()
    with in_memory() as beside, strongbox.open_store() as store:
        diary, here, new = Diary(beside), store.ids(), set[str]()
        for row in diary_table.rows(table, plan, now):
            left += row.left
            if row.at is None or not row.answers:
                continue
            name, lines = entry(row, row.at)
            if name in here:
                known.add(name)
            if name in here or name in new:  # a row may stand there twice
                continue
            new.add(name)
            diary.append(name, lines)
            diary.seal(name, lines[0].at)
        merged = merge(store, beside)
        return Brought(replace(merged, known=len(known)), tuple(left))


def entry(row: Row, at: datetime) -> tuple[str, list[Line]]:
    """The lines of a check-in, as if it had been written here, and its id."""
    when = at.isoformat(timespec="milliseconds")
    values: list[tuple[str, Any]] = [(str(question.save), answer_value(question, answer, None)) for question, answer in row.answers]
    content = json.dumps([when, [(name, value["value"]) for name, value in values]])
    lines: Sequence[tuple[str, Any]] = [(OPENED, opening(CHECK_IN, SOURCE)), *values]
    return f"{PREFIX}{uuid5(OURS, content)}", [Line(seq, when, name, value) for seq, (name, value) in enumerate(lines, 1)]
