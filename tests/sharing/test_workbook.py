"""The workbook: typed cells, no formula whatever people write, and nothing in the clear on the disk."""

import io
import re
import tempfile
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from dtx.care.help import DISCLAIMER
from dtx.engine.export import About
from dtx.sharing.select import select
from dtx.sharing.workbook import MOST_LETTERS, to_xlsx
from tests.sharing.hostile import CORPUS, hostile
from tests.sharing.logs import FULL, LOG, PRIVATE

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAY_0 = 46143  # 2026-05-01 in days since the end of 1899


def part(book: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(book)) as folder:
        return ElementTree.fromstring(folder.read(name))


def cells(book: bytes, sheet: int = 1) -> dict[str, tuple[str | None, str]]:
    """(type, text) by place, such as A1."""
    found = {}
    shared = ["".join(piece.itertext()) for piece in part(book, "xl/sharedStrings.xml")]
    for cell in part(book, f"xl/worksheets/sheet{sheet}.xml").iter(f"{MAIN}c"):
        text = "".join(piece.text or "" for piece in cell.iter(f"{MAIN}v"))
        is_text = cell.get("t") == "s"
        found[cell.attrib["r"]] = "text" if is_text else cell.get("t"), shared[int(text)] if is_text else text
    return found


def by_column(book: bytes, row: int = 2) -> dict[str, tuple[str | None, str]]:
    found = cells(book)
    heads = {re.sub(r"\d", "", place): text for place, (_, text) in found.items() if place.endswith("1") and place[-2].isalpha()}
    return {name: found[f"{place}{row}"] for place, name in heads.items() if f"{place}{row}" in found}


def test_numbers_are_numbers_times_are_times_and_what_is_missing_is_no_cell() -> None:
    row = by_column(to_xlsx(select([LOG])))
    assert row["pain_before"] == (None, "6") and row["pain_change"] == (None, "-2") and row["planned_s"] == (None, "300")
    assert row["status"] == ("text", "completed")
    assert "stop_reason" not in row and "relax_after" not in row
    kind, number = row["started_at"]
    assert kind is None and float(number) == pytest.approx(DAY_0 + 9.5 / 24)
    assert row["utc_offset"] == ("text", "UTC+01:00")


def test_both_times_of_a_row_are_told_by_the_clock_at_its_start() -> None:
    """Summer time began while somebody practised for six minutes."""
    changed = replace(LOG, started_at="2026-05-01T00:59:00.000+00:00", ended_at="2026-05-01T02:05:00.000+01:00")
    row = by_column(to_xlsx(select([changed])))
    assert (float(row["ended_at"][1]) - float(row["started_at"][1])) * 24 * 60 == pytest.approx(6)
    assert row["utc_offset"] == ("text", "UTC+00:00")


def test_no_cell_of_the_hostile_corpus_is_a_formula_a_link_or_a_number() -> None:
    book = to_xlsx(select(hostile(), ("notes",)))
    sheet = part(book, "xl/worksheets/sheet1.xml")
    assert list(sheet.iter(f"{MAIN}f")) == [] and list(sheet.iter(f"{MAIN}hyperlink")) == []
    for row, words in enumerate(CORPUS, 2):
        kind, text = by_column(book, row)["note"]
        assert kind == "text" and len(text) <= MOST_LETTERS, words


def test_words_are_in_it_only_where_they_were_asked_for() -> None:
    assert "note" not in by_column(to_xlsx(select([FULL])))
    assert by_column(to_xlsx(select([FULL], ("notes",))))["note"] == ("text", f"note: {PRIVATE}\nworse: {PRIVATE}")


def test_an_empty_span_is_a_workbook_with_its_head() -> None:
    found = cells(to_xlsx(select([])))
    assert found["A1"] == ("text", "patient_ref") and "A2" not in found


def test_the_columns_are_explained_and_the_disclaimer_and_the_head_of_the_journal_stand_in_sheets_of_their_own() -> None:
    book = to_xlsx(select([LOG], about=About(head="f" * 64)))
    texts = [text for _, text in cells(book, 2).values()]
    assert "pain_before" in texts and "LOINC 72514-3" in texts
    texts = [text for _, text in cells(book, 3).values()]
    assert DISCLAIMER in texts and "f" * 64 in texts


def test_the_same_data_gives_the_same_bytes() -> None:
    assert to_xlsx(select([LOG, FULL])) == to_xlsx(select([LOG, FULL]))


def test_nothing_is_put_into_a_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was asked for")

    for name in ("mkstemp", "mkdtemp", "TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refused)
    assert to_xlsx(select([LOG])).startswith(b"PK")
