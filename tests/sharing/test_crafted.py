"""What somebody who means harm, or a fault, may put into a signed letter: one sentence refuses it, and the others are read."""

import io
import json
import math
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.engine.export import pieces
from dtx.errors import DtxError
from dtx.sharing.cells import written
from dtx.sharing.received import ONE_SHEET, Letter, one_sheet, read_letter, rows_of
from dtx.sharing.sealed import new_key
from dtx.sharing.signed import NotSigned, Signed, Statement, verified
from dtx.sharing.workbook import of_rows
from tests.commands import Commands
from tests.sharing.crafted import letter, record

PUBLIC, SECRET = new_key()


def pain(value: Any) -> dict[str, Any]:
    return {"pain": {"value": value}}


IMPOSSIBLE = {
    "planned_s": [{"planned_s": value} for value in (10**400, math.nan, math.inf, -math.inf, "1e999")],
    "active_s": [{"active_s": math.inf}],
    "schema": [{"schema": value} for value in (10**400, 10**15, 1.5)],
    "pain_before": [{"before": pain(value)} for value in (10**400, 99, 11, -1, 4.5, math.nan, math.inf)],
    "pain_after": [{"after": pain(99)}],
    "felt_worse_severity": [{"felt_worse": {"answer": "a_lot", "severity": 99_999}}],
    "next_morning_pain": [{"follow_up": {"pain": 11}}],
}


@pytest.mark.parametrize(("column", "values"), [(column, one) for column, several in IMPOSSIBLE.items() for one in several])
def test_a_number_that_cannot_be_is_refused_in_one_sentence_that_names_its_column(
    tmp_path: Path, column: str, values: dict[str, Any]
) -> None:
    found = read_letter(letter(tmp_path / "x.age", PUBLIC, record(**values)), SECRET)
    assert (found.problem, found.remedy) == (f"A number in it cannot be right ({column}).", "Check with the patient.")
    assert found.rows == () and found.signed is None


def test_the_ends_of_a_scale_are_on_it(tmp_path: Path) -> None:
    felt = {"answer": "a_lot", "severity": 10}
    found = read_letter(letter(tmp_path / "x.age", PUBLIC, record(before=pain(10), after=pain(0), felt_worse=felt)), SECRET)
    (row,) = found.rows
    assert (row["pain_before"], row["pain_after"], row["pain_change"], row["felt_worse_severity"]) == (10, 0, -10, 10)


@pytest.mark.parametrize("count", ["Infinity", "-Infinity", "NaN", "1e999"])
def test_a_count_that_is_none_is_no_statement(count: str) -> None:
    whole = '{"statement": {"count": %s, %s, "files": {}, "include": []}, "store": "", "signature": ""}'
    rest = ", ".join(f'"{name}": ""' for name in Statement.__dataclass_fields__ if name not in ("count", "files", "include"))
    with pytest.raises(NotSigned):
        verified({"signature.json": (whole % (count, rest)).encode()})


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_one_bad_file_of_a_folder_is_named_and_the_others_become_a_sheet(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dtx = Commands(capsys, monkeypatch, tmp_path)
    folder = tmp_path / "may"
    folder.mkdir()
    key = dtx("key").out.strip()
    letter(folder / "bad.age", key, record(planned_s=10**400))
    letter(folder / "huge.age", key, record(before=pain(10**400)))
    letter(folder / "good.age", key, record(patient_ref="p-2"), seed=b"y" * 32)
    done = dtx("open", str(folder), "--out", str(tmp_path / f"may.{ending}"))
    assert done.code == 1 and (tmp_path / f"may.{ending}").exists()
    lines = done.err.splitlines()
    assert "bad.age (p-1): A number in it cannot be right (planned_s). Check with the patient." in lines
    assert "huge.age (p-1): A number in it cannot be right (pain_before). Check with the patient." in lines
    assert "3 files, 0 from the same stores as last time; 1 sessions, 0 repeats dropped." in lines
    alone = dtx("open", str(folder / "bad.age"))
    assert alone.sentence == "bad.age (p-1): A number in it cannot be right (planned_s). Check with the patient."


HOSTILE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**400, -(10**400), 10**5000, 2**63]),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(["=1+1", "\ud800", "nan", "1e999", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "\x1b[2J"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["pain", "value", "answer", "what", "severity"]), st.integers() | st.text(max_size=2), max_size=2),
    st.builds(pain, st.integers() | st.floats() | st.text(max_size=2)),
)


@given(st.dictionaries(st.sampled_from(sorted({*record(), "follow_up", "note", "stop_reason"} - {"patient_ref"})), HOSTILE, max_size=4))
def test_whatever_a_record_holds_it_is_refused_or_can_be_written_and_no_cell_is_a_formula(values: dict[str, Any]) -> None:
    statement = Statement("p-1", "jsonl", "", None, None, 1, None, None, "", None, (), {})
    try:
        line = json.dumps(record(**values))
    except ValueError:  # more digits than Python writes
        return
    try:
        rows = tuple(rows_of({"sessions.jsonl": line.encode()}, statement))
    except DtxError:
        return
    sheet = one_sheet([Letter("x.age", state="new", signed=Signed(statement, "00"), rows=rows)])
    names = [column.name for column in ONE_SHEET]
    assert b"".join(pieces(written(names, ([*map(row.get, names)] for row in sheet.rows))))
    with zipfile.ZipFile(io.BytesIO(of_rows(ONE_SHEET, sheet.rows))) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2026-05-01T12:00:00.000+09:00", "2026-05-01T04:30:00.000+01:00"),
        ("2026-05-01T09:00:00.000+01:00", "2026-05-01T01:00:00.000-08:00"),
        ("2026-10-25T02:50:00.000+02:00", "2026-10-25T02:10:00.000+01:00"),
        ("2026-05-01T09:00:00+00:00", "2026-05-01T09:00:00.001Z"),
        (None, "2026-05-01T09:00:00.000+01:00"),
        ("not a time", "2026-05-01T09:00:00.000+01:00"),
        ("9999-12-31T23:59:59-14:00 or later", "0001-01-01T00:00:00+14:00"),
    ],
)
@pytest.mark.parametrize("names", [("a.age", "b.age"), ("b.age", "a.age")])
def test_of_a_session_that_came_twice_the_row_that_was_written_last_is_kept_whatever_the_clocks_said(
    tmp_path: Path, earlier: str | None, later: str, names: tuple[str, str]
) -> None:
    letter(tmp_path / names[0], PUBLIC, record(note="then", follow_up={"pain": 3}), head_at=earlier)
    letter(tmp_path / names[1], PUBLIC, record(note="now"), head_at=later)
    sheet = one_sheet(read_letter(path, SECRET) for path in sorted(tmp_path.iterdir()))
    assert [row["note"] for row in sheet.rows] == ["now"] and sheet.repeats == 1


def parquet(**columns: Any) -> bytes:
    import pyarrow
    from pyarrow.parquet import write_table

    content = io.BytesIO()
    write_table(pyarrow.table(columns), content)
    return content.getvalue()


def far() -> Any:
    import pyarrow

    return pyarrow.array([2**31 - 1], pyarrow.int32()).cast(pyarrow.date32())


def table(**values: str) -> bytes:
    row = {"patient_ref": "p-1", "session_id": "s-1"} | values
    return f"{','.join(row)}\r\n{','.join(row.values())}\r\n".encode()


@pytest.mark.parametrize(
    ("form", "name", "content"),
    [
        ("parquet", "sessions.parquet", lambda: parquet(patient_ref=["p-1"], session_id=["s-1"], started_at=far())),
        ("parquet", "sessions.parquet", lambda: parquet(patient_ref=["p-1"], session_id=["s-1"], planned_s=[math.nan])),
        ("parquet", "sessions.parquet", lambda: parquet(patient_ref=["p-1"], session_id=["s-1"], pain_before=[2**62])),
        ("csv", "sessions.csv", lambda: table(planned_s="nan")),
        ("csv", "sessions.csv", lambda: table(planned_s="-Infinity")),
        ("csv", "sessions.csv", lambda: table(pain_change="-11")),
        ("csv", "sessions.csv", lambda: table(schema="9" * 5000)),
        ("redcap", "sessions.csv", lambda: table(record_id="p-1", dtx_planned_s="nan")),
    ],
)
def test_every_kind_of_table_is_looked_at_as_hard(form: str, name: str, content: Callable[[], bytes]) -> None:
    statement = Statement("p-1", form, "", None, None, 1, None, None, "", None, (), {})
    with pytest.raises(DtxError):
        list(rows_of({name: content()}, statement))
