"""REDCap: a flat table with one repeating form a session, and the project's data dictionary beside it."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dtx.care.help import DISCLAIMER
from dtx.engine.export import Content, Export, Exporter
from dtx.host.hookspecs import hookimpl
from dtx.language import _
from dtx.sharing.cells import cell
from dtx.sharing.columns import NOTE, OFFSET, Column, offset, on_the_wall, row, sheet

FORM = "dtx_session"
PREFIX = "dtx_"
"""Before each name, since names such as `status` are taken in many projects."""
EACH = "felt_worse_what"
"""A checkbox: one field for each of its choices."""
COMPLETE = 2

HEAD = (
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label", "Choices, Calculations, OR Slider Labels",
    "Field Note", "Text Validation Type OR Show Slider Number", "Text Validation Min", "Text Validation Max", "Identifier?",
    "Branching Logic (Show field only if...)", "Required Field?", "Custom Alignment", "Question Number (surveys only)",
    "Matrix Group Name", "Matrix Ranking?", "Field Annotation",
)  # fmt: skip
"""The columns of REDCap's own data dictionary, in its order."""


def columns(export: Export) -> tuple[Column, ...]:
    """`patient_ref` is the record itself, and is not repeated."""
    return (*sheet(export.include)[1:], OFFSET)


def fields(export: Export) -> list[str]:
    names: list[str] = []
    for column in columns(export):
        name = PREFIX + column.name
        names += [f"{name}___{choice}" for choice in column.choices] if column.name == EACH else [name]
    return names


def to_redcap(export: Export) -> Iterator[str]:
    """UTF-8 without BOM. An empty cell changes nothing in a project that has the session already."""
    names = ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance", *fields(export), f"{FORM}_complete"]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    for place, log in enumerate(export, 1):
        values = row(log)
        filled = dict(cells(export, values))
        filled |= {"record_id": values["patient_ref"], "redcap_repeat_instrument": FORM, f"{FORM}_complete": COMPLETE}
        filled["redcap_repeat_instance"] = export.number(log.session_id) or place
        writer.writerow([cell(filled.get(name)) for name in names])
        if text.tell() > 100_000:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def cells(export: Export, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for column in columns(export):
        name, value = PREFIX + column.name, values.get(column.name)
        if column is OFFSET:
            yield name, offset(values["started_at"])
        elif column.kind == "time":
            moment = on_the_wall(value, values["started_at"])
            yield name, moment and moment.isoformat(" ", "seconds")
        elif column.name == EACH:
            given = str(value).split(";") if value else ()
            asked = values.get("felt_worse") not in (None, "no")
            yield from ((f"{name}___{choice}", int(choice in given) if asked else None) for choice in column.choices)
        else:
            yield name, value


def dictionary(export: Export) -> Iterator[str]:
    """What REDCap needs to make the form: upload it as the project's data dictionary, and let the form repeat."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerow([cell(value) for value in line("record_id", "record", "text", _("A pseudonym; never a name."))])
    for number, column in enumerate(columns(export)):
        writer.writerow([cell(value) for value in described(column, DISCLAIMER if number == 0 else "")])
    yield text.getvalue()


def described(column: Column, header: str) -> list[str]:
    name = PREFIX + column.name
    note = "; ".join(
        part for part in (column.unit, _("empty: {why}").format(why=column.empty) if column.empty else "", column.code) if part
    )
    if column.choices:
        kind = "checkbox" if column.name == EACH else "radio"
        listed = " | ".join(f"{value}, {words}" for value, words in column.choices.items())
        return line(name, FORM, kind, column.meaning, header, listed, note)
    if column.kind == "time":
        return line(name, FORM, "text", column.meaning, header, note=note, check="datetime_seconds_ymd")
    if column.kind in ("integer", "number"):
        low, high = ("" if bound is None else str(bound) for bound in (column.low, column.high))
        return line(name, FORM, "text", column.meaning, header, note=note, check=column.kind, low=low, high=high)
    return line(name, FORM, "notes" if column is NOTE else "text", column.meaning, header, note=note)


def line(
    name: str,
    form: str,
    kind: str,
    label: str,
    header: str = "",
    listed: str = "",
    note: str = "",
    check: str = "",
    low: str = "",
    high: str = "",
) -> list[str]:
    found = [name, form, header, kind, label, listed, note, check, low, high]
    return [*found, *[""] * (len(HEAD) - len(found))]


def beside(export: Export) -> dict[str, Content]:
    return {".dictionary.csv": dictionary(export)}


@hookimpl
def dtx_exporters() -> Iterable[Exporter]:
    yield Exporter("redcap", _("A table for REDCap"), ".csv", to_redcap, beside, parts=("notes",))
