"""The care team's side: a month's files from many patients become one sheet, and none of them can spoil it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dtx.engine.export import pieces
from dtx.engine.record import SessionLog
from dtx.sharing.formats import ours
from dtx.sharing.known import Known
from dtx.sharing.received import Letter, is_locked, one_sheet, read_letters
from dtx.sharing.sealed import locked, new_key, packed, sealed
from dtx.sharing.signed import NAME, Statement, signature
from dtx.sharing.unbound import rows
from tests.sharing.hostile import hostile
from tests.sharing.spans import evening, shared

PUBLIC, SECRET = new_key()
FORMS = ("csv", "jsonl", "redcap", "parquet", "xlsx", "fhir", "fhir-transaction", "fhir-ndjson")
MAY, JUNE = date(2026, 5, 4), date(2026, 6, 2)


def seed(patient: str) -> bytes:
    return patient.encode().ljust(32, b"\x00")[:32]


def send(folder: Path, patient: str, logs: Sequence[SessionLog], name: str | None = None, form: str = "csv", **how: Any) -> Path:
    """What a patient's dtx hands over."""
    export = shared([replace(log, patient_ref=patient) for log in logs], how.pop("include", ()), patient_ref=patient)
    path = folder / (name or f"{patient}.age")
    path.write_bytes(sealed(export, ours()[form], [PUBLIC], how.pop("seed", seed(patient))))
    return path


def read(folder: Path, known: Known = Known()) -> list[Letter]:  # noqa: B008  it is frozen
    return read_letters(sorted(folder.iterdir()), SECRET, known)


@pytest.mark.parametrize("form", FORMS)
def test_rows_come_back_with_numbers_as_numbers_and_missing_as_nothing(tmp_path: Path, form: str) -> None:
    send(tmp_path, "p-1", [evening(0, 0, None, active_s=61.5)], form=form)
    (row,) = one_sheet(read(tmp_path)).rows
    assert (row["pain_before"], row["pain_after"], row["pain_change"], row["active_s"], row["note"]) == (0, None, None, 61.5, None)
    assert (row["patient_ref"], row["store"], row["sent_in"]) == ("p-1", "new", "p-1.age")


def test_every_kind_of_table_gives_the_same_rows(tmp_path: Path) -> None:
    logs = [
        evening(0),
        evening(1, felt_worse={"answer": "a_lot", "what": ["pain", "fall"], "severity": 7, "text": "my knee"}, follow_up={"pain": 3}),
    ]
    logs += [replace(evening(2, note="on the mat"), felt_worse={"answer": "a_little", "text": "my knee again"})]
    for form in FORMS:
        (tmp_path / form).mkdir()
        send(tmp_path / form, "p-1", logs, form=form, include=("notes",))
    first = one_sheet(read(tmp_path / "csv")).rows
    assert {row["note"] for row in first} == {None, "my knee", "on the mat\nmy knee again"}
    for form in ("jsonl", "parquet", "xlsx"):
        assert one_sheet(read(tmp_path / form)).rows == first
    whole_seconds = [{name: str(value).replace(".000", "") for name, value in row.items()} for row in first]  # REDCap has no others
    assert [{name: str(value) for name, value in row.items()} for row in one_sheet(read(tmp_path / "redcap")).rows] == whole_seconds


def test_fhir_gives_the_rows_of_a_table_but_for_the_version_of_their_shape(tmp_path: Path) -> None:
    logs = [
        evening(0, 6, None, helper="carer", comfort={"value": 3, "min": 0, "max": 10}, effort={"value": 2, "min": 0, "max": 10}),
        evening(
            1,
            felt_worse={"answer": "a_lot", "what": ["pain", "fall"], "severity": 7, "onset": "later", "text": "my knee"},
            follow_up={"pain": 3},
        ),
        evening(2, felt_worse={"answer": "no"}, status="interrupted"),
        evening(3, felt_worse={"answer": None, "declined": "skipped"}, status="stopped", stop_reason="tired"),
        evening(4, status="stopped", note="  two words  "),
        evening(5, status="failed", activity_title=""),
    ]
    for form in FORMS:
        (tmp_path / form).mkdir()
        send(tmp_path / form, "p-1", logs, form=form, include=("notes",))
    table = [
        row | {"schema": None, "note": (row["note"] or "").strip() or None, "activity_title": row["activity_title"] or row["activity_id"]}
        for row in one_sheet(read(tmp_path / "csv")).rows
    ]
    for form in ("fhir", "fhir-transaction", "fhir-ndjson"):
        (letter,) = read(tmp_path / form)
        assert letter.problem is None
        assert list(one_sheet([letter]).rows) == table


def test_what_felt_worse_comes_first_whoever_sent_it(tmp_path: Path) -> None:
    send(tmp_path, "p-1", [evening(0), evening(1, felt_worse={"answer": "a_little", "severity": 2})])
    send(tmp_path, "p-2", [evening(5, session_id="b"), evening(2, session_id="a", felt_worse={"answer": "a_lot", "severity": 4})])
    send(tmp_path, "p-3", [evening(3, session_id="c", felt_worse={"answer": "a_lot", "severity": 9})])
    rows = one_sheet(read(tmp_path)).rows
    assert [(row["patient_ref"], row["felt_worse"]) for row in rows] == [
        ("p-3", "a_lot"),
        ("p-2", "a_lot"),
        ("p-1", "a_little"),
        ("p-1", "no"),
        ("p-2", "no"),
    ]


def test_a_session_that_came_twice_is_there_once_as_the_later_file_has_it(tmp_path: Path) -> None:
    send(tmp_path, "p-1", [evening(0), evening(1)], "a.age")
    send(tmp_path, "p-1", [evening(1, follow_up={"pain": 4, "settled": True}), evening(2)], "b.age")
    sheet = one_sheet(read(tmp_path))
    assert (len(sheet.rows), sheet.repeats, sheet.clashes) == (3, 1, ())
    assert {row["session_id"]: row["next_morning_pain"] for row in sheet.rows} == {"e0000": None, "e0001": 4, "e0002": None}


def test_nobody_can_take_away_a_session_of_another_by_naming_it(tmp_path: Path) -> None:
    send(tmp_path, "p-1", [evening(0, session_id="x", felt_worse={"answer": "a_lot"})])
    send(tmp_path, "p-2", [evening(9, session_id="x")])
    sheet = one_sheet(read(tmp_path))
    assert [row["patient_ref"] for row in sheet.rows] == ["p-1", "p-2"] and sheet.repeats == 0
    assert sheet.clashes == ("Session x came from 2 stores; all its rows are kept. Check with the patients.",)


def test_rows_of_another_patient_than_the_one_who_signed_are_refused(tmp_path: Path) -> None:
    export = replace(shared([evening(0)]), about=replace(shared([]).about, patient_ref="p-9"))
    (tmp_path / "x.age").write_bytes(sealed(export, ours()["csv"], [PUBLIC], seed("p-9")))
    (letter,) = read(tmp_path)
    assert letter.problem is not None and "another patient" in letter.problem and letter.rows == ()


def test_a_file_that_is_refused_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    whole = send(tmp_path, "p-1", [evening(0)])
    content = whole.read_bytes()
    (tmp_path / "cut.age").write_bytes(content[:-9])
    (tmp_path / "changed.age").write_bytes(content[:-9] + b"x" * 9)
    (tmp_path / "other.age").write_bytes(sealed(shared([evening(0)]), ours()["csv"], [new_key()[0]], seed("p-1")))
    letters = {letter.file: letter for letter in read(tmp_path)}
    assert letters["p-1.age"].problem is None
    for name, why in (("cut.age", "cut short"), ("changed.age", "cut short or was changed"), ("other.age", "another key")):
        problem = letters[name].problem
        assert problem is not None and why in problem and letters[name].rows == () and letters[name].signed is None
    assert len(one_sheet(letters.values()).rows) == 1


def test_a_summary_is_opened_and_gives_no_rows(tmp_path: Path) -> None:
    send(tmp_path, "p-1", [evening(0)], form="html")
    (letter,) = read(tmp_path)
    assert letter.problem is None and letter.rows == () and letter.patient_ref == "p-1"


def test_hostile_words_come_through_as_words(tmp_path: Path) -> None:
    logs = [log for log in hostile() if "\r" not in (log.note or "")]
    for form in FORMS:
        (tmp_path / form).mkdir()
        send(tmp_path / form, "p-1", logs, form=form, include=("notes",))
        (letter,) = read(tmp_path / form)
        assert letter.problem is None and len(letter.rows) == len(logs)


def test_times_and_words_of_a_workbook_come_back_as_they_were(tmp_path: Path) -> None:
    words = "  _x0041_ =1+1 <b>&amp; \U0001f642 "
    noted = [
        evening(0, started_at="2026-03-29T01:59:59.987+01:00", ended_at="2026-03-29T02:05:00.001+01:00", note=words),
        evening(1, started_at="1999-12-31T23:59:59.999-09:30", ended_at="2000-01-01T00:05:00.000-09:30", note="4711"),
    ]
    for form in ("jsonl", "xlsx"):
        (tmp_path / form).mkdir()
        send(tmp_path / form, "p-1", noted, form=form, include=("notes",))
    assert one_sheet(read(tmp_path / "xlsx")).rows == one_sheet(read(tmp_path / "jsonl")).rows


@pytest.mark.parametrize("spoil", ["cut", "no part", "entities", "far", "nowhere"])
def test_a_workbook_that_is_none_is_refused_in_one_sentence(spoil: str, tmp_path: Path) -> None:
    def sheet(inside: str) -> bytes:
        space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        parts = {
            "xl/sharedStrings.xml": f"<sst {space}><si><t>started_at</t></si></sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet {space}>{inside}</worksheet>",
        }
        return packed({name: content.encode() for name, content in parts.items()})

    whole = b"".join(pieces(ours()["xlsx"].write(shared([evening(0)]))))
    head = '<row><c r="A1" t="s"><v>0</v></c></row>'
    content = {
        "cut": whole[: len(whole) // 2],
        "no part": packed({"x": b"y"}),
        "entities": sheet('<!DOCTYPE a [<!ENTITY b "c">]>'),
        "far": sheet(f'{head}<row><c r="A2"><v>1e300</v></c></row>'),
        "nowhere": sheet(f'{head}<row><c r="B2" t="s"><v>7</v></c></row>'),
    }[spoil]
    files = {"sessions.xlsx": content}
    files[NAME] = signature(Statement.of(shared([]).about, "xlsx", frozenset(), files), seed("p-1"))
    (tmp_path / "x.age").write_bytes(locked(packed(files), [PUBLIC]))
    (letter,) = read(tmp_path)
    assert letter.problem == "The table in it cannot be read."


def test_a_workbook_that_would_fill_a_computer_is_not_unpacked() -> None:
    whole = b"".join(pieces(ours()["xlsx"].write(shared([evening(0)]))))
    assert len(list(rows(whole, 100_000))) == 1
    with pytest.raises(ValueError, match="too big"):
        list(rows(whole, 10_000))


def test_a_file_whose_compressed_part_is_damaged_is_refused(tmp_path: Path) -> None:
    """Whoever locks it can sign it, too: what is inside may be anything."""
    inside = bytearray(packed({"sessions.csv": b"a" * 5000}))
    inside[42:52] = b"\xff" * 10
    (tmp_path / "x.age").write_bytes(locked(bytes(inside), [PUBLIC]))
    (letter,) = read(tmp_path)
    assert letter.problem == "What is in it is no export of dtx."


def test_stores_are_known_again_and_another_one_for_the_same_patient_is_said(tmp_path: Path) -> None:
    send(tmp_path, "p-1", [evening(0)])
    (letter,) = read(tmp_path)
    assert letter.state == "new" and letter.says.startswith("A new store: check with the patient that it is theirs (")
    assert letter.signed is not None
    known = Known().heard(letter.signed, MAY)

    (again,) = read(tmp_path, known)
    assert (again.state, again.says) == ("same", "The same store as last time (opened 2026-05-04, sessions up to 2026-03-02).")

    send(tmp_path, "p-1", [evening(9)], seed=b"z" * 32)
    (other,) = read(tmp_path, known)
    assert other.state == "other" and "Another store than the one p-1 sent from before: check with the patient" in other.says

    assert other.signed is not None
    (twice,) = read(tmp_path, known.heard(other.signed, JUNE))
    assert twice.state == "shared" and "Another store has sent as p-1, too (" in twice.says, "it is not at home by the second time"

    (tmp_path / "p-1.age").unlink()
    send(tmp_path, "called-otherwise", [evening(9)], seed=seed("p-1"))
    (renamed,) = read(tmp_path, known)
    assert (renamed.state, renamed.says) == ("renamed", "The same store as last time, when it called itself p-1.")


def test_who_sent_nothing_is_everybody_known_or_expected_of_whom_no_file_opened(tmp_path: Path) -> None:
    known = Known()
    for patient in ("p-1", "p-2"):
        send(tmp_path, patient, [evening(0)])
    for letter in read(tmp_path):
        assert letter.signed is not None
        known = known.heard(letter.signed, MAY)
    (tmp_path / "p-2.age").write_bytes((tmp_path / "p-2.age").read_bytes()[:-1])
    heard = [letter.signed for letter in read(tmp_path, known) if letter.signed is not None]
    assert known.silent(heard, ["p-1", "p-7"]) == ["p-2", "p-7"]


def test_what_is_known_is_kept_and_a_damaged_memory_makes_all_of_them_new(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    send(tmp_path / "in", "p-1", [evening(0)])
    (letter,) = read(tmp_path / "in")
    assert letter.signed is not None
    home = tmp_path / "home"
    Known().heard(letter.signed, MAY).heard(letter.signed, JUNE).keep(home)
    known = Known.read(home)
    (sender,) = known.senders.values()
    assert (sender.first, sender.last, sender.last_day) == ("2026-05-04", "2026-06-02", "2026-03-02")
    for damaged in ("", "[]", '{"a": 1}', "{" * 10_000, '{"a": {"patient_ref": 1}}'):
        (home / "known_stores.json").write_text(damaged)
        assert Known.read(home) == Known() and read(tmp_path / "in", Known.read(home))[0].state == "new"


def test_a_locked_file_is_known_by_how_it_begins(tmp_path: Path) -> None:
    assert is_locked(send(tmp_path, "p-1", [evening(0)], "no-ending"))
    (tmp_path / "x.age").write_bytes(b"no")
    assert not is_locked(tmp_path / "x.age") and not is_locked(tmp_path / "gone") and not is_locked(tmp_path)


def test_200_patients_make_one_sheet(tmp_path: Path) -> None:
    for patient in range(200):
        worse = {"answer": "a_lot"} if patient % 50 == 7 else {"answer": "no"}
        send(tmp_path, f"p-{patient:03}", [evening(day, session_id=f"{patient}-{day}", felt_worse=worse) for day in range(4)])
    sheet = one_sheet(read(tmp_path))
    assert len(sheet.rows) == 800
    assert [row["patient_ref"] for row in sheet.rows[:16]] != [] and {row["felt_worse"] for row in sheet.rows[:16]} == {"a_lot"}
    assert {row["felt_worse"] for row in sheet.rows[16:]} == {"no"}
