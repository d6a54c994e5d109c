"""The diary as a table: a row for each thing that was noted, numbers by the specification, and words only where notes are named."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dtx.engine.entry import Entry
from dtx.engine.export import Content, Export, pieces
from dtx.sharing.diary_sheet import columns, rows
from dtx.sharing.formats import ours
from dtx.sharing.paper import Paper, Section
from dtx.sharing.summary import summary
from dtx.sharing.workbook import to_xlsx
from tests.commands import Commands
from tests.sharing.logs import PRIVATE
from tests.sharing.spans import evening, shared
from tests.sharing.test_workbook import cells

TAKEN = {"name": "Ibuprofen", "time": "18:30", "status": "taken", "helped": 3, "reason": f"{PRIVATE} came", "side_effect": None}
FOUR = {"nervous": "1", "worrying": "2", "interest": "1", "down": "3"}


def noted(day: int, at: str = "20:30", **answers: Any) -> Entry:
    start, end = (f"2026-03-{day:02}T{clock}:00.000+01:00" for clock in (at, "21:00"))
    return Entry(f"d-{day}", "checkin", "0.1.0", "self", start, end, answers)


def with_diary(entries: list[Entry], *more: str) -> Export:
    export = shared([evening(0), evening(1)], ("diary", *more))
    return replace(export, diary=entries)


def peg(*values: int | None) -> dict[str, Any]:
    return dict(zip(("pain", "enjoyment", "activity"), values, strict=True))


def text(content: Content) -> str:
    return b"".join(pieces(content)).decode("utf-8-sig")


def section(paper: Paper, title: str) -> Section:
    return next(one for one in paper.sections if one.title == title)


def test_each_thing_that_was_noted_has_a_row_of_its_own() -> None:
    entry = noted(
        2,
        pain={"worst": 7, "average": None, "least": 0},
        sleep=4,
        words=["burning"],
        peg=peg(7, 6, 8),
        phq4=FOUR,
        pgic={"change": "2"},
        medicine=[TAKEN, {"name": None}],
        treatment=[{"what": "Massage", "date": "2026-03-01", "helped": 6}],
    )
    found = list(rows([entry], "p-1"))
    assert [row["kind"] for row in found] == ["checkin", "peg", "phq4", "pgic", "medicine", "treatment"]
    day, weekly, worry, change, medicine, treatment = found
    assert (day["pain_worst"], day["pain_least"], day["sleep"], day["words"]) == (7, 0, 4, "burning") and "pain_average" not in day
    assert (weekly["peg_pain"], weekly["peg_score"]) == (7, 7.0)
    assert (worry["phq4_anxiety"], worry["phq4_low_mood"], worry["phq4_total"]) == (3, 4, 7), "clinical 7.3"
    assert change["pgic"] == 2
    assert (medicine["medicine"], medicine["medicine_status"], medicine["medicine_time"]) == ("Ibuprofen", "taken", "18:30")
    assert (treatment["treatment"], treatment["treatment_date"], treatment["treatment_helped"]) == ("Massage", "2026-03-01", 6)
    assert {row["entry_id"] for row in found} == {"d-2"} and {row["at"] for row in found} == {"2026-03-02T20:30:00.000+01:00"}


def test_a_peg_with_an_item_missing_has_no_score_and_numbers_from_elsewhere_are_no_crash() -> None:
    (row,) = rows([noted(2, peg=peg(7, None, 8))], "p-1")
    assert row["peg_pain"] == 7 and "peg_score" not in row
    odd = (
        {"peg": peg(11, 0, 0)},
        {"phq4": FOUR | {"nervous": "9"}},
        {"pgic": {"change": "x"}},
        {"medicine": "x", "treatment": [1], "pain": 5},
    )
    for answers in odd:
        assert [row.get("peg_score") for row in rows([noted(2, **answers)], "p-1")] in ([None], [])


def test_every_column_of_a_row_is_explained_and_words_are_columns_only_with_notes() -> None:
    names = [column.name for column in columns(("diary",))]
    assert "note" not in names and "medicine_reason" not in names and "medicine" in names
    assert [column.name for column in columns(("diary", "notes"))][-3:] == ["medicine_reason", "medicine_side_effect", "note"]
    assert {column.name: column.code for column in columns(()) if column.code} == {
        "peg_pain": "LOINC 75893-8",
        "peg_enjoyment": "LOINC 91145-3",
        "peg_activity": "LOINC 91146-1",
        "peg_score": "LOINC 91147-9",
    }


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_the_diary_stands_beside_the_sessions_where_it_is_included(form: str) -> None:
    beside = ours()[form].beside
    assert beside is not None
    assert f".diary.{form}" in beside(with_diary([noted(2, sleep=4)]))
    assert f".diary.{form}" not in beside(shared([evening(0)]))


def test_the_table_of_the_diary_and_its_sheet() -> None:
    export = with_diary([noted(2, sleep=4, medicine=[TAKEN]), noted(3, pain={"worst": 0})])
    beside = ours()["csv"].beside
    assert beside is not None
    files = {name: text(content) for name, content in beside(export).items()}
    found = list(csv.DictReader(io.StringIO(files[".diary.csv"], newline="")))
    assert [(row["kind"], row["sleep"], row["pain_worst"], row["medicine"]) for row in found] == [
        ("checkin", "4", "", ""),
        ("medicine", "", "", "Ibuprofen"),
        ("checkin", "", "0", ""),
    ]
    assert "diary: peg_score" in files[".dictionary.csv"]
    assert ("text", "medicine") in cells(to_xlsx(export), 2).values()


def test_the_summary_shows_the_peg_against_the_first_and_what_was_taken_when() -> None:
    """Clinical 7.3: PEG 7, 6, 8 is 7.0; later 5, 4, 5 is 4.67, shown 4.7; the change is -2.33, -33.3 %."""
    entries = [
        noted(2, "19:00", pain={"worst": 7, "average": 5, "least": 2}, peg=peg(7, 6, 8), medicine=[TAKEN]),
        noted(9, peg=peg(5, 4, 5), phq4=FOUR, pgic={"change": "2"}),
        noted(16, peg=peg(5, None, 5)),
    ]
    paper = summary(with_diary(entries))
    table = section(paper, "PEG").table
    assert table is not None and table.rows == (
        ("2026-03-02", "7", "6", "8", "7.0", "–"),
        ("2026-03-09", "5", "4", "5", "4.7", "−2.3 points, −33.3 %"),
        ("2026-03-16", "5", "–", "5", "–", "–"),
    )
    assert section(paper, "PEG").below == (
        "PHQ-4, worry and low mood over two weeks, 0 to 12, no diagnosis. 2026-03-09: 7.",
        "Impression of change (PGIC), 1 to 7, 4 is no change. 2026-03-09: 2.",
    )
    medicines = section(paper, "Medicines and treatments")
    assert medicines.words == ("Logged 1 time (taken as agreed 1). In 1 of 2 sessions one was logged within the 4 hours before.",)
    missed = summary(with_diary([noted(2, "19:00", medicine=[TAKEN | {"status": "missed"}])]))
    assert section(missed, "Medicines and treatments").words[0].endswith("In 0 of 2 sessions one was logged within the 4 hours before.")
    check_ins = section(paper, "Check-ins").table
    assert check_ins is not None and check_ins.rows == (("2026-03-02 19:00", "7", "5", "2", "–", "–", "–"),)
    assert not any(one.title in ("PEG", "Check-ins", "Medicines and treatments") for one in summary(shared([evening(0)])).sections)


def test_the_order_is_that_of_the_reader_and_what_felt_worse_is_first_for_each() -> None:
    export = with_diary([noted(2, peg=peg(7, 6, 8))])
    for reader, second in ((None, "What was practised"), ("physician", "PEG"), ("psychologist", "What was practised")):
        titles = [one.title for one in summary(replace(export, about=replace(export.about, reader=reader))).sections]
        assert titles[:2] == ["What felt worse", second] and titles[-2:] == ["What is missing", "Versions"]


def test_in_the_commands_the_diary_leaves_only_when_it_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dtx = Commands(capsys, monkeypatch, tmp_path)
    answers = {"pain.worst": 7, "peg.pain": 5, "peg.enjoyment": 4, "peg.activity": 5, "note": PRIVATE, "medicine[0].name": "Ibuprofen"}
    assert dtx("checkin", "--answers", dtx.file(answers)).code == 0
    out = tmp_path / "s.csv"
    assert dtx("export", "--to", "csv", "--out", str(out)).code == 0 and not (tmp_path / "s.diary.csv").exists()
    done = dtx("export", "--to", "csv", "--out", str(out), "--include", "diary", "--yes")
    assert done.code == 0 and "1 in the diary" in done.err
    written = (tmp_path / "s.diary.csv").read_text("utf-8-sig")
    assert "Ibuprofen" in written and "4.66" in written and PRIVATE not in written
    dtx("export", "--to", "csv", "--out", str(out), "--include", "diary,notes", "--yes")
    assert PRIVATE in (tmp_path / "s.diary.csv").read_text("utf-8-sig")
    assert (
        "Your diary stands in a file beside the sessions; --out FILE writes both."
        in dtx("export", "--to", "jsonl", "--include", "diary", "--yes").err
    )


def test_json_lines_hold_the_events_of_each_session_without_what_was_not_included(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dtx = Commands(capsys, monkeypatch, tmp_path)
    worse = {"before.pain": 6, "after.pain": None, "felt_worse": "a_lot", "felt_worse.text": PRIVATE, "gate.trauma": "yes"}
    dtx.session("breathing.coherent_46", answers=worse)
    (shown,) = dtx.sessions()
    journal = dtx("show", shown["session_id"], "--json").json["events"]
    (line,) = map(json.loads, dtx("export", "--to", "jsonl").out.splitlines())
    events = line["events"]
    assert [event["seq"] for event in events] == list(range(1, len(journal) + 1)), "none is left out, and none comes twice"
    for event, kept in zip(events, journal, strict=True):
        withheld = kept["kind"] in ("opened", "gate", "answered") or kept["step"] == "felt_worse.text"
        assert event == {key: value for key, value in kept.items() if key != "value" or not withheld} | {"fingerprint": None} | (
            {"step": None} if withheld else {}
        )
    assert any(event["kind"] == "phase" for event in events)
    assert PRIVATE not in json.dumps(events)
    (line,) = map(json.loads, dtx("export", "--to", "jsonl", "--include", "notes", "--yes").out.splitlines())
    assert PRIVATE in json.dumps(line["events"])
