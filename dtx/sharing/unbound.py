"""A workbook that dtx made, read back as rows: only what dtx writes into one is understood."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

from dtx.sharing.columns import OFFSET, SHEET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SESSIONS, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001  days are counted from here, on whatever clock
MILLISECONDS = 86_400_000
TIMES = [column.name for column in SHEET if column.kind == "time"]
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
UNREADABLE = (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, OSError, IndexError, NotImplementedError, RuntimeError, EOFError)


def rows(content: bytes, most_bytes: int) -> Iterator[dict[str, Any]]:
    """The rows of the sheet `sessions` by the names in its head, times with their offset. Raises ValueError and KeyError for another's."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as folder:
            if sum(info.file_size for info in folder.infolist()) > most_bytes:
                raise ValueError("it is too big")
            yield from told(folder)
    except UNREADABLE as error:
        raise ValueError("no workbook") from error


def told(folder: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    texts = [text(found) for found in elements(folder, TEXTS, "si")]
    head: dict[str, str] = {}
    for found in elements(folder, SESSIONS, "row"):
        cells = {str(cell.get("r")).rstrip("0123456789"): value(cell, texts) for cell in found.iter(f"{MAIN}c")}
        if not head:
            head = {place: str(name) for place, name in cells.items()}
            continue
        row = {head[place]: cell for place, cell in cells.items()}
        offset = str(row.get(OFFSET.name, "")).removeprefix("UTC")
        yield row | {name: on_the_wall(row[name]) + offset for name in TIMES if isinstance(row.get(name), float)}


def elements(folder: zipfile.ZipFile, name: str, tag: str) -> Iterator[ElementTree.Element]:
    """One after the other, so that the whole part is never there at once."""
    with folder.open(name) as part:
        for _, found in ElementTree.iterparse(part):
            if found.tag == f"{MAIN}{tag}":
                yield found
                found.clear()


def text(found: ElementTree.Element) -> str:
    """Its words; Excel writes what could be taken for an escaped character as an escaped character."""
    return ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), "".join(found.itertext()))


def value(cell: ElementTree.Element, texts: list[str]) -> Any:
    """A number, or text; numbers as text for columns of text would not be ours."""
    inside = cell.findtext(f"{MAIN}v")
    if cell.get("t") == "s":
        return texts[int(inside or "")]
    return None if inside is None else float(inside)


def on_the_wall(days: float) -> str:
    """The time that a sheet keeps as days."""
    try:
        moment = DAY_0 + timedelta(milliseconds=round(days * MILLISECONDS))
    except OverflowError:
        raise ValueError("no time") from None
    return moment.isoformat(timespec="milliseconds")
