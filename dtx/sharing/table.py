"""CSV, one row a session, and its dictionary: the columns of the contract, safe to open in a spreadsheet."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dtx.care.help import DISCLAIMER
from dtx.engine.export import Content, Export, Exporter
from dtx.host.hookspecs import hookimpl
from dtx.sharing.columns import MEANINGS, meaning, row, sheet

NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")
PIECE = 500
FORMULA = tuple("=+-@\t\r\n\0|%＝＋－＠")


def cell(value: object) -> object:
    """A value that no spreadsheet runs as a formula (OWASP ASVS 1.2.10); numbers stay numbers."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    text = "".join(c for c in value if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "'" + text if text.lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA) and not NUMBER.match(text) else text


def to_csv(export: Export) -> Iterator[str]:
    """A BOM, CRLF, missing values empty."""
    names = [column.name for column in sheet(export.include)]
    return written(names, (map(cell, map(row(log).get, names)) for log in export))


def dictionary(export: Export) -> Iterator[str]:
    """What each column means, what dtx is and is not, and the journal's head, which shows later that nothing was rewritten."""
    names = [column.name for column in MEANINGS]
    lines = [*map(meaning, sheet(export.include)), *({"column": what, "meaning": words} for what, words in about(export))]
    return written(names, (map(cell, (line.get(name, "") for name in names)) for line in lines))


def about(export: Export) -> Iterator[tuple[str, str]]:
    yield "(about)", DISCLAIMER
    yield "(journal head)", export.about.head


def written(head: Sequence[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """CSV in pieces of some hundred rows."""
    text = io.StringIO(newline="")
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    for number, values in enumerate(rows, 1):
        writer.writerow(values)
        if number % PIECE == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def beside(export: Export) -> dict[str, Content]:
    return {".dictionary.csv": dictionary(export)}


@hookimpl
def dtx_exporters() -> Iterable[Exporter]:
    yield Exporter("csv", "A table", ".csv", to_csv, beside, parts=("notes",))
