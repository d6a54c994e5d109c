"""XLSX, one row a session: numbers are numbers, times are times, and no cell is a formula. For whoever opens sheets in Excel."""

import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from dtx.care.help import DISCLAIMER
from dtx.engine.export import Export, Exporter
from dtx.errors import DtxError
from dtx.host.hookspecs import hookimpl
from dtx.language import _
from dtx.sharing import diary_sheet
from dtx.sharing.columns import MEANINGS, OFFSET, Column, meaning, offset, on_the_wall, row, sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

TIME_FORM = "yyyy-mm-dd hh:mm:ss"
MOST_LETTERS = 32_767
"""What a cell of Excel holds."""
CUT = " […]"
MOST_ROWS = 1_048_575
"""Rows of a sheet below its head."""
MADE = datetime(2000, 1, 1)  # noqa: DTZ001  a workbook must say when it was made; the same data gives the same bytes
WIDTHS = {"time": 20, "text": 18, "integer": 12, "number": 11}


def to_xlsx(export: Export) -> bytes:
    """A workbook with the sheets `sessions`, `diary` where it is included, `columns` and `about`."""
    content = io.BytesIO()
    with book(content) as made:
        sheets = Sheets(made)
        columns = (*sheet(export.include), OFFSET)
        sheets.add("sessions", columns, (row(log) for log in export))
        lines = [*map(meaning, columns)]
        if "diary" in export.include:
            noted = diary_sheet.columns(export.include)
            sheets.add("diary", (*noted, OFFSET), diary_sheet.rows(export.diary, export.about.patient_ref))
            lines += [line | {"column": f"diary: {line['column']}"} for line in map(meaning, noted)]
        sheets.add("columns", MEANINGS, lines)
        sheets.add("about", ABOUT, [{"what": what, "words": words} for what, words in about(export)])
    return content.getvalue()


def of_rows(columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> bytes:
    """A workbook with the sheet `sessions` of rows that came from elsewhere, and one that explains its columns."""
    content = io.BytesIO()
    with book(content) as made:
        sheets = Sheets(made)
        sheets.add("sessions", columns, rows)
        sheets.add("columns", MEANINGS, map(meaning, columns))
    return content.getvalue()


def book(content: io.BytesIO) -> "Workbook":
    """Nothing in the clear is put into a temporary file, and no text becomes a formula, a link or a number."""
    if find_spec("xlsxwriter") is None:
        raise DtxError(_("A workbook needs xlsxwriter, which is not installed."), _("Install it with pip install 'dtx[sheets]'."))
    from xlsxwriter import Workbook

    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    made = Workbook(content, {"in_memory": True, "nan_inf_to_errors": True, **safe})
    made.set_properties({"title": _("Practice sessions"), "comments": DISCLAIMER, "created": MADE})
    return made


class Sheets:
    """The sheets of one workbook, each with its head in bold, which stays in sight."""

    def __init__(self, book: "Workbook") -> None:
        self.book = book
        self.bold: Format = book.add_format({"bold": True})
        self.time: Format = book.add_format({"num_format": TIME_FORM})

    def add(self, name: str, columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> None:
        sheet: Worksheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, WIDTHS[column.kind] if len(columns) > 2 or index == 0 else 100)
            sheet.write_string(0, index, column.name, self.bold)
        last = 0
        for last, values in enumerate(rows, 1):
            if last > MOST_ROWS:
                break
            for index, (kind, value) in enumerate(typed(columns, values)):
                if value is None:
                    continue
                if kind == "time":
                    sheet.write_datetime(last, index, value, self.time)
                elif kind == "text":
                    sheet.write_string(last, index, value)
                else:
                    sheet.write_number(last, index, value)
        sheet.autofilter(0, 0, last, len(columns) - 1)


def typed(columns: Iterable[Column], values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """(kind, value) of each cell. What is not of its column's kind becomes text; None stays None."""
    start = values.get("started_at") or values.get("at")
    for column in columns:
        value = offset(start) if column is OFFSET else values.get(column.name)
        if value is None or value == "":
            yield column.kind, None
        elif column.kind == "time" and (moment := on_the_wall(value, start)):
            yield "time", moment
        elif column.kind in ("integer", "number") and type(value) in (int, float):
            yield column.kind, value
        else:
            yield "text", words(value)


def words(value: object) -> str:
    """Text that XML and Excel take: without controls, at most as long as a cell."""
    text = "".join(c for c in str(value) if c in "\n\t" or not (unicodedata.category(c) in ("Cc", "Cs") or c in "\ufffe\uffff"))
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - len(CUT)] + CUT


ABOUT = (Column("what", "text", ""), Column("words", "text", ""))


def about(export: Export) -> Iterator[tuple[str, str]]:
    yield "about", DISCLAIMER
    yield "journal head", export.about.head
    if export.about.gone:
        yield "erased", export.about.gone
    yield "included", ", ".join(sorted(export.include)) or "nothing beyond the columns"


@hookimpl
def dtx_exporters() -> Iterable[Exporter]:
    yield Exporter(
        "xlsx", _("A workbook for Excel"), ".xlsx", to_xlsx, binary=True, parts=("notes", "diary"), modules=("xlsxwriter",), extra="sheets"
    )
