"""From a patient's hand to the care team's: locked, opened, known again, and laid into one sheet."""

import csv
import io
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Commands

WORSE = {"before.pain": 6, "after.pain": 8, "felt_worse": "a_lot", "felt_worse.text": "my sister Anna helped me up"}


class Homes:
    """Several people's computers: `with homes.of("clinic") as dtx` runs commands on one of them."""

    def __init__(self, commands: Commands, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.commands, self.monkeypatch, self.folder = commands, monkeypatch, folder

    @contextmanager
    def of(self, whose: str) -> Iterator[Commands]:
        with self.monkeypatch.context() as here:
            here.setenv("DTX_HOME", str(self.folder / "homes" / whose))
            yield self.commands

    def patient(self, ref: str, out: Path, *words: str, sessions: int = 1, answers: Any = None) -> Path:
        """Some sessions of a patient, handed over to the clinic."""
        with self.of(ref) as dtx:
            dtx("profile", "--set", f"patient_ref={ref}")
            for day in range(1, sessions + 1):
                dtx.session("breathing.four78", "--at", f"2026-05-{day:02}T09:30:00+01:00", answers=answers)
            assert dtx("recipients", "--set", f"Dr Khan={self.key}").code == 0
            done = dtx("export", "--to", "csv", "--to-age", "Dr Khan", "--out", str(out), *words)
            assert done.code == 0, done.err
        return out

    @property
    def key(self) -> str:
        with self.of("clinic") as dtx:
            return dtx("key").out.strip()


@pytest.fixture
def homes(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Homes:
    return Homes(Commands(capsys, monkeypatch, tmp_path), monkeypatch, tmp_path)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline="")))


def test_what_one_locks_the_other_opens_and_nobody_else(homes: Homes, tmp_path: Path) -> None:
    letter = homes.patient("p-1", tmp_path / "may.age", sessions=2)
    assert letter.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert not (tmp_path / "may.dictionary.csv").exists(), "what goes beside it is inside it"
    with homes.of("clinic") as dtx:
        done = dtx("open", str(letter))
        assert done.code == 0 and len(rows(done.out)) == 2
        assert done.err.startswith("may.age: csv of p-1, 2 sessions, 2026-05-01 to 2026-05-02. A new store: check with the patient")
    with homes.of("somebody") as dtx:
        assert dtx("open", str(letter)).sentence.startswith("There is no key on this computer to open it with.")
        dtx("key")
        assert (
            dtx("open", str(letter)).sentence
            == "may.age: It was locked for another key. Ask for it to be made for yours; `dtx key` shows it."
        )


def test_the_second_time_the_store_is_known_and_another_one_is_told_apart(homes: Homes, tmp_path: Path) -> None:
    letter = homes.patient("p-1", tmp_path / "may.age")
    with homes.of("clinic") as dtx:
        dtx("open", str(letter))
        assert "The same store as last time (opened " in dtx("open", str(letter)).err
    (tmp_path / "homes" / "p-1").rename(tmp_path / "homes" / "before")
    homes.patient("p-1", letter)
    with homes.of("clinic") as dtx:
        assert "Another store than the one p-1 sent from before: check with the patient" in dtx("open", str(letter)).err


def test_a_folder_of_a_months_files_becomes_one_sheet(homes: Homes, tmp_path: Path) -> None:
    folder = tmp_path / "may"
    folder.mkdir()
    homes.patient("p-1", folder / "1.age", sessions=2)
    homes.patient("p-2", folder / "2.age", answers=WORSE)
    with homes.of("p-1") as dtx:  # the same sessions once more, in another form
        dtx("export", "--to", "jsonl", "--to-age", "Dr Khan", "--out", str(folder / "3.age"))
    (folder / "4.age").write_bytes((folder / "2.age").read_bytes()[:-20])
    (folder / "notes.txt").write_text("call p-1")
    (tmp_path / "roster").write_text("p-1\np-7\n")
    with homes.of("clinic") as dtx:
        done = dtx("open", str(folder), "--expect", str(tmp_path / "roster"))
        assert done.code == 1, "one of them was refused"
        found = rows(done.out)
        assert [(row["patient_ref"], row["felt_worse"], row["sent_in"]) for row in found] == [
            ("p-2", "a_lot", "2.age"),
            ("p-1", "no", "1.age"),
            ("p-1", "no", "1.age"),
        ]
        lines = done.err.splitlines()
        assert "1 other files in the folder were left alone: they are not locked." in lines
        assert "4 files, 0 from the same stores as last time; 3 sessions, 2 repeats dropped." in lines
        assert "Sent nothing: p-7." in lines
        assert "4.age: It is cut short or was changed on its way. Ask for it again." in lines
        assert lines[-1] == "dtx: 1 of 4 files could not be opened. What was in them is in no sheet; the lines above say why."
        (folder / "4.age").unlink()
        (folder / "2.age").unlink()
        told = dtx("open", str(folder), "--json").json
        assert told["silent"] == ["p-2"] and told["sessions"] == 2 and [one["store"] for one in told["files"]] == ["same", "same"]


def test_a_sheet_can_be_a_workbook(homes: Homes, tmp_path: Path) -> None:
    folder = tmp_path / "may"
    folder.mkdir()
    homes.patient("p-1", folder / "1.age")
    with homes.of("clinic") as dtx:
        done = dtx("open", str(folder), "--out", str(tmp_path / "may.xlsx"))
    assert (done.code, done.out) == (0, "") and (tmp_path / "may.xlsx").read_bytes().startswith(b"PK")


def test_what_is_no_text_needs_a_place_and_all_of_it_is_written_there(homes: Homes, tmp_path: Path) -> None:
    letter = homes.patient("p-1", tmp_path / "may.age")
    with homes.of("clinic") as dtx:
        assert dtx("open", str(letter), "--out", str(tmp_path / "p1.csv")).code == 0
        assert (tmp_path / "p1.dictionary.csv").exists() and len(rows((tmp_path / "p1.csv").read_text("utf-8"))) == 1
    with homes.of("p-1") as dtx:
        dtx("export", "--to", "pdf", "--to-age", "Dr Khan", "--out", str(tmp_path / "pdf.age"))
    with homes.of("clinic") as dtx:
        assert dtx("open", str(tmp_path / "pdf.age")).err.splitlines()[-1].endswith("which is no text. Say where it goes with --out FILE.")
        assert dtx("open", str(tmp_path / "pdf.age"), "--out", str(tmp_path / "p1.pdf")).code == 0
    assert (tmp_path / "p1.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name here")
def test_a_pipe_gets_the_table_and_nothing_beside_it(homes: Homes, tmp_path: Path) -> None:
    letter = homes.patient("p-1", tmp_path / "may.age")
    (tmp_path / "there").mkdir()
    pipe = tmp_path / "there" / "x.csv"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with homes.of("clinic") as dtx:
        done = dtx("open", str(letter), "--out", str(pipe))
    with os.fdopen(reader, "rb") as file:
        assert len(rows(file.read().decode())) == 1
    assert done.code == 0 and done.err.splitlines()[-1] == f"Written to {pipe}."
    assert [path.name for path in pipe.parent.iterdir()] == ["x.csv"]


def test_the_preview_says_for_whom_it_is_locked_and_that_it_cannot_be_taken_back(homes: Homes, tmp_path: Path) -> None:
    homes.patient("p-1", tmp_path / "may.age")
    with homes.of("p-1") as dtx:
        said = dtx("export", "--to", "csv", "--to-age", "Dr Khan", "--for", "physiotherapist", "--preview").err
        assert f"A table, for a physiotherapist, locked for Dr Khan ({homes.key[:9]}…{homes.key[-4:]}): nobody else can open it." in said
        assert "What you have handed over cannot be taken back." in said
        assert "not locked: whoever has the file can read it." in dtx("export", "--to", "csv", "--preview").err


def test_what_left_is_written_down_and_a_preview_is_not(homes: Homes, tmp_path: Path) -> None:
    homes.patient("p-1", tmp_path / "may.age")
    with homes.of("p-1") as dtx:
        dtx("export", "--to", "jsonl", "--preview")
        dtx("export", "--to", "jsonl", "--since", "2026-05-01")
        failed = dtx("export", "--to", "csv", "--out", str(tmp_path / "no" / "x.csv"))
        assert failed.code == 1
        shared = dtx("shared", "--json").json
        assert [(one["form"], one["went_to"], one["locked_for"], one["sessions"]) for one in shared] == [
            ("jsonl", "standard output", [], 1),
            ("csv", "file", ["Dr Khan"], 1),
        ]
        assert shared[0]["since"] == "2026-05-01" and len(shared[0]["head"]) == 64
        line = dtx("shared").out.splitlines()[1]
        assert line.endswith("csv to file: 1 session, 2026-05-01 to 2026-05-01, locked for Dr Khan")


def test_what_a_form_has_no_place_for_is_not_said_to_have_left(homes: Homes, tmp_path: Path) -> None:
    homes.patient("p-1", tmp_path / "may.age", answers=WORSE)
    with homes.of("p-1") as dtx:
        dtx("export", "--to", "redcap", "--include", "notes,thoughts", "--yes", "--out", str(tmp_path / "may.csv"))
        assert dtx("shared", "--json").json[0]["include"] == ["notes"]


def test_words_of_the_person_stay_out_of_a_locked_file_too_unless_they_are_named(homes: Homes, tmp_path: Path) -> None:
    letter = homes.patient("p-1", tmp_path / "may.age", answers=WORSE)
    with homes.of("p-1") as dtx:
        dtx("export", "--to", "jsonl", "--to-age", "Dr Khan", "--out", str(tmp_path / "all.age"), "--include", "notes", "--yes")
    with homes.of("clinic") as dtx:
        assert "Anna" not in dtx("open", str(letter)).out
        assert "Anna" in dtx("open", str(tmp_path / "all.age")).out


def test_recipients_are_named_kept_and_taken_away(homes: Homes) -> None:
    key = homes.key
    with homes.of("p-1") as dtx:
        assert dtx("recipients", "--set", f"Dr Khan={key}", "--set", f"Physio={key}").out.splitlines() == [
            f"Dr Khan: {key}",
            f"Physio: {key}",
        ]
        assert dtx("recipients", "--set", "Physio=", "--json").json == [{"name": "Dr Khan", "key": key}]
        for wrong in ("Dr Khan=age1nonsense", "Nobody=", f"age1x={key}", "Dr Khan", f"{'x' * 61}={key}"):
            done = dtx("recipients", "--set", wrong)
            assert done.code == 2 and done.sentence
        assert dtx("recipients", "--json").json == [{"name": "Dr Khan", "key": key}]


def test_slips_of_the_pen_are_one_sentence_and_leave_nothing(homes: Homes, tmp_path: Path) -> None:
    with homes.of("p-1") as dtx:
        for words, code in (
            (("export", "--to", "csv", "--to-age", "Nobody", "--out", str(tmp_path / "x")), 2),
            (("export", "--to", "csv", "--for", "dentist"), 2),
            (("open", str(tmp_path / "gone")), 2),
            (("key", "--key", str(tmp_path / "gone")), 2),
        ):
            done = dtx(*words)
            assert done.code == code and done.sentence, words
        dtx("recipients", "--set", f"Dr Khan={homes.key}")
        assert (
            dtx("export", "--to", "csv", "--to-age", "Dr Khan").sentence == "What is locked is no text. Say where it goes with --out FILE."
        )
    assert not (tmp_path / "x").exists()


def test_the_key_is_made_once_private_and_never_written_over(homes: Homes, tmp_path: Path) -> None:
    with homes.of("clinic") as dtx:
        first = dtx("key")
        assert first.out.startswith("age1") and "keep a copy in a safe place" in first.err
        assert dtx("key", "--json").json == {"key": first.out.strip(), "new": False}
    path = tmp_path / "homes" / "clinic" / "team.key"
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with homes.of("elsewhere") as dtx:
        assert dtx("key", "--key", str(path)).out == first.out
        assert not (tmp_path / "homes" / "elsewhere" / "team.key").exists()


def test_the_same_data_is_the_same_inside_whoever_looks(homes: Homes, tmp_path: Path) -> None:
    for name in ("a.age", "b.age"):
        homes.patient("p-1", tmp_path / name, sessions=1 if name == "a.age" else 0)
    with homes.of("clinic") as dtx:
        one, two = (dtx("open", str(tmp_path / name), "--json").json for name in ("a.age", "b.age"))
        assert one | {"file": "", "says": "", "store": ""} == two | {"file": "", "says": "", "store": ""}
        assert json.dumps(one).count(one["head"]) == 1


def test_sharing_line_by_line_asks_says_what_it_would_hold_and_writes_it(homes: Homes, tmp_path: Path) -> None:
    key = homes.key
    with homes.of("p-1") as dtx:
        dtx.session("breathing.four78", answers=WORSE)
        typed = "\n".join(["1", "5", "1", "2", "2", "Dr Khan", "age1no", key, "", str(tmp_path / "out.age"), ""])
        done = dtx("share", "--plain", typed=f"{typed}\n")
        assert done.code == 0, done.err
        for said in (
            "Who is it for?",
            "May they see any of this, too? What you leave alone stays here.",
            "That is no public key of age.",
            "With your notes. That is 1 with a note",
            f"JSON Lines, for a physiotherapist, locked for Dr Khan ({key[:9]}…{key[-4:]}): nobody else can open it.",
            "What you have handed over cannot be taken back.",
            "Where shall the file go?",
            f"It is written:\n{tmp_path / 'out.age'}",
        ):
            assert said in done.out, said
        assert [one["locked_for"] for one in dtx("shared", "--json").json] == [["Dr Khan"]]
    with homes.of("clinic") as dtx:
        assert "Anna" in dtx("open", str(tmp_path / "out.age")).out


def test_sharing_can_be_left_at_every_question_and_then_nothing_is_written(homes: Homes, tmp_path: Path) -> None:
    with homes.of("p-1") as dtx:
        dtx.session("breathing.four78")
        for typed in ("s\n", "1\ns\n", "1\n5\n\n1\n1\ns\n", "1\n5\n\n1\n1\n\ns\n", ""):
            done = dtx("share", "--plain", typed=typed)
            assert done.code == 0 and done.out.endswith("Nothing was handed over.\n")
        assert dtx("shared", "--json").json == []
        place = tmp_path / "a.csv"
        answers = {"reader": "physician", "form": "csv", "span": "all", "locked_for": "nobody", "screening": True, "place": str(place)}
        assert dtx("share", "--answers", dtx.file(answers)).code == 0
        assert place.exists() and dtx("shared", "--json").json[0]["reader"] == "physician"


def test_erasing_everything_forgets_whom_one_locked_for_and_what_was_shared(homes: Homes, tmp_path: Path) -> None:
    letter = homes.patient("p-1", tmp_path / "may.age")
    with homes.of("p-1") as dtx:
        assert dtx("erase", "--all", "--yes").code == 0
        assert dtx("recipients", "--json").json == [] and dtx("shared", "--json").json == []
        files = [path for path in (tmp_path / "homes" / "p-1").rglob("*") if path.is_file()]
        assert [path.name for path in files if b"Dr Khan" in path.read_bytes()] == []
    homes.patient("p-1", tmp_path / "june.age")
    with homes.of("clinic") as dtx:
        dtx("open", str(letter))
        assert "Another store than the one p-1 sent from before" in dtx("open", str(tmp_path / "june.age")).err
