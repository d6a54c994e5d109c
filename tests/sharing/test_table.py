"""The CSV: columns, bytes and missing values as the contract has them, and safe to open in a spreadsheet."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.help import DISCLAIMER
from dtx.engine.export import About
from dtx.sharing.cells import cell, written
from dtx.sharing.select import select
from dtx.sharing.table import dictionary
from tests.sharing.logs import FULL, LOG, PRIVATE, to_csv, whole

COLUMNS = (
    "patient_ref,session_id,activity_id,activity_title,plugin_id,plugin_version,content_sha256,started_at,ended_at,status,stop_reason,"
    "planned_s,active_s,paused_s,pain_before,pain_after,pain_change,relax_before,relax_after,felt_worse,felt_worse_what,"
    "felt_worse_severity,next_morning_pain,helper,schema,app_version"
)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_it_begins_with_a_bom_and_ends_its_lines_as_spreadsheets_do() -> None:
    content = to_csv(select([LOG, LOG]))
    assert content.startswith(b"\xef\xbb\xbfpatient_ref,")
    assert content.count(b"\r\n") == content.count(b"\n") == 3
    assert content.decode("utf-8-sig").splitlines()[0] == COLUMNS


def test_one_row_a_session_with_numbers_as_numbers_and_missing_as_empty() -> None:
    (row,) = rows(to_csv(select([LOG])))
    assert (row["pain_before"], row["pain_after"], row["pain_change"]) == ("6", "4", "-2")
    assert (row["relax_before"], row["relax_after"], row["next_morning_pain"], row["stop_reason"]) == ("3", "", "", "")
    assert (row["planned_s"], row["active_s"], row["paused_s"]) == ("300.0", "300.0", "12.5")
    assert (row["felt_worse"], row["felt_worse_what"], row["felt_worse_severity"]) == ("a_little", "dizzy;skin", "2")
    assert row["started_at"] == "2026-05-01T09:30:00.000+01:00"


def test_zero_is_zero_and_not_missing() -> None:
    before, after = {"pain": {"value": 0}}, {"pain": {"value": 0}}
    (row,) = rows(to_csv(select([replace(LOG, before=before, after=after)])))
    assert (row["pain_before"], row["pain_after"], row["pain_change"]) == ("0", "0", "0")


def test_the_persons_own_words_have_a_column_only_when_they_were_asked_for() -> None:
    assert "note" not in rows(to_csv(select([FULL])))[0]
    (row,) = rows(to_csv(select([FULL], ("notes",))))
    assert list(row)[-1] == "note" and row["note"] == f"note: {PRIVATE}\nworse: {PRIVATE}"


def test_the_same_data_gives_the_same_bytes() -> None:
    assert to_csv(select([LOG, FULL])) == to_csv(select([LOG, FULL]))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1 day", "-", "@SUM(A1)", "  =1", "\u00a0=1", "\ufeff=1", "\u200b+x", "＝1", "－x", "|cmd", "%x", "\t=1", "\n=1"]
)
def test_what_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert str(cell(text)).startswith("'")


@pytest.mark.parametrize("value", [-2, 0, 4.5, "-2", "-1.5", "12", "Even breath 4-6", "a=b", "2026-05-01T09:30:00+01:00"])
def test_what_is_no_formula_stays_as_it_is(value: object) -> None:
    assert cell(value) == value


@given(st.text())
def test_every_note_comes_back_from_the_file_without_a_formula_in_it(text: str) -> None:
    (row,) = rows(to_csv(select([replace(LOG, note=text)], ("notes",))))
    found = row["note"]
    assert not found.lstrip(" \u00a0\u200b\ufeff").startswith(("=", "+", "@", "\t", "\0", "|", "%")) and "\x1b" not in found
    assert row["app_version"] == "0.1.0", "no text breaks out of its cell"


values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(["a,b", 'a "b"', " a", "a\r\nb", "-1", ""])
)


@given(st.lists(st.tuples(values, values, values), max_size=20))
def test_the_file_is_what_the_csv_module_makes_of_the_guarded_cells(rows: list[tuple[object, object, object]]) -> None:
    expected = io.StringIO(newline="")
    writer = csv.writer(expected, lineterminator="\r\n")
    writer.writerow(("one", "two", "three"))
    writer.writerows(map(cell, row) for row in rows)
    assert "".join(written(("one", "two", "three"), rows)) == "\ufeff" + expected.getvalue()


def test_the_dictionary_explains_every_column_and_carries_what_no_row_may() -> None:
    content = whole(dictionary(select([FULL], ("notes",), about=About(head="f" * 64))))
    explained = {row["column"]: row["meaning"] for row in rows(content)}
    assert list(explained)[:-2] == [*COLUMNS.split(","), "note"]
    assert explained["(about)"] == DISCLAIMER and explained["(journal head)"] == "f" * 64
    assert DISCLAIMER.encode() not in to_csv(select([FULL]))
