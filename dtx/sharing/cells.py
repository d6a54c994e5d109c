"""Cells of a table as text that every spreadsheet shows and none runs, and a whole table as CSV."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")
HARMLESS = re.compile(r"[A-Za-z0-9][ -~]*\Z")
"""Plain text that begins with a letter or a digit, as most cells are: it needs no second look."""
TEXT, NUMBERS = {str, type(None)}, {int, float, type(None)}
PIECE = 500
FORMULA = tuple("=+-@\t\r\n\0|%＝＋－＠")


def cell(value: object) -> object:
    """A value that no spreadsheet runs as a formula (OWASP ASVS 1.2.10); numbers stay numbers."""
    if value is None:
        return ""
    if not isinstance(value, str) or HARMLESS.match(value):
        return value
    text = "".join(c for c in value if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "'" + text if text.lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA) and not NUMBER.match(text) else text


def written(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """CSV of guarded cells, in pieces of some hundred rows."""
    text = io.StringIO(newline="")
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    coming = iter(rows)
    while some := list(islice(coming, PIECE)):
        writer.writerows(zip(*map(guarded, zip(*some, strict=True)), strict=True))
        yield text.getvalue()
        text.seek(0)
        text.truncate()
    yield text.getvalue()


def guarded(column: Sequence[object]) -> Iterable[object]:
    """Each value as a `cell`. What stands in a column many times, as most text does, is looked at once."""
    kinds = {*map(type, column)}
    if kinds <= NUMBERS:
        return column
    if kinds <= TEXT:
        seen = {value: cell(value) for value in {*column}}
        return map(seen.__getitem__, column)
    return map(cell, column)
