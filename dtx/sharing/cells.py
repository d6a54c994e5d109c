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
AS_IT_IS = re.compile(r"[A-Za-z0-9][ !#-+\--~]*\Z")
"""Such text without commas and quotes: it stands in a CSV just as it is."""
ALIKE = [{kind, type(None)} for kind in (str, int)]
"""Kinds of values that are written alike where they are equal; 1, 1.0 and True are not, nor are 0.0 and -0.0."""
PIECE = 500
END = "\r\n"
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
    yield f"\ufeff{','.join(texts(head))}{END}"
    coming = iter(rows)
    while some := list(islice(coming, PIECE)):
        lines = map(",".join, zip(*map(texts, zip(*some, strict=True)), strict=True))
        yield f"{END.join(lines)}{END}"


def texts(column: Sequence[object]) -> Iterable[str]:
    """Each value of a column as it stands in the file. What stands in it many times, as most does, is looked at once."""
    kinds = {*map(type, column)}
    if any(kinds <= alike for alike in ALIKE):
        seen = {value: text(value) for value in {*column}}
        return map(seen.__getitem__, column)
    return map(text, column)


def text(value: object) -> str:
    """One guarded cell, in quotes where it has to be."""
    if value is None:
        return ""
    if type(value) is float:
        return repr(value)
    if isinstance(value, str) and AS_IT_IS.match(value):
        return value
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator=END).writerow((cell(value), ""))  # an empty cell alone would be in quotes
    return line.getvalue().removesuffix(f",{END}")
