"""`dtx export`: to a file or to standard output, previewed first, and nothing that was not agreed to."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dtx import paths
from dtx.cli.export import FORMS
from dtx.records.store import Store
from tests.commands import ROOT, Commands
from tests.records.journals import at, lived


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    commands = Commands(capsys, monkeypatch, tmp_path)
    commands.session("breathing.coherent_46", "--at", "2026-05-01T09:30:00+01:00", answers={"before.pain": 6, "after.pain": 4})
    worse = {"felt_worse": "a_lot", "felt_worse.text": "I fell over the cat"}
    commands.session("breathing.four78", "--at", "2026-05-02T09:30:00+01:00", answers=worse)
    return commands


def test_a_table_on_standard_output_is_the_file_and_nothing_else(dtx: Commands, tmp_path: Path) -> None:
    out = tmp_path / "sessions.csv"
    assert dtx("export", "--to", "csv", "--out", str(out)).out == ""
    done = dtx("export", "--to", "csv")
    assert done.out.encode() == out.read_bytes()
    assert done.err.startswith("2 sessions, from 2026-05-01 to 2026-05-02:")
    assert (tmp_path / "sessions.dictionary.csv").read_bytes().startswith(b"\xef\xbb\xbfcolumn,meaning,kind,unit,empty,values,code\r\n")


def test_the_same_records_give_the_same_bytes_in_any_process(dtx: Commands) -> None:
    for form in ("csv", "jsonl"):
        first = dtx("export", "--to", form).out
        assert first == dtx("export", "--to", form).out == raw("export", "--to", form)


def test_days_choose_what_goes_out_oldest_first(dtx: Commands) -> None:
    records = [json.loads(line) for line in dtx("export", "--to", "jsonl").out.splitlines()]
    assert [record["started_at"][:10] for record in records] == ["2026-05-01", "2026-05-02"]
    late = dtx("export", "--to", "jsonl", "--since", "2026-05-02")
    assert len(late.out.splitlines()) == 1 and late.err.startswith("1 session,")


def test_preview_stops_before_anything_is_written(dtx: Commands, tmp_path: Path) -> None:
    done = dtx("export", "--to", "csv", "--preview", "--include", "notes", "--out", str(tmp_path / "x.csv"))
    assert (done.code, done.out) == (0, "")
    assert "With your notes." in done.err
    assert not (tmp_path / "x.csv").exists()


def test_typed_words_go_out_only_when_they_are_named_and_agreed_to(dtx: Commands) -> None:
    assert "cat" not in dtx("export", "--to", "jsonl").out
    refused = dtx("export", "--to", "jsonl", "--include", "notes")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.splitlines()[-1] == "dtx: This would share your notes. Add --yes if you want that."
    agreed = dtx("export", "--to", "jsonl", "--include", "notes", "--yes")
    assert agreed.code == 0 and "I fell over the cat" in agreed.out
    assert dtx("export", "--to", "csv", "--include", "notes", "--yes").out.splitlines()[0].endswith(",note")


def test_a_place_that_cannot_be_written_leaves_no_trace(dtx: Commands, tmp_path: Path) -> None:
    done = dtx("export", "--to", "csv", "--out", str(tmp_path / "no" / "x.csv"))
    assert done.code == 1 and "could not be written" in done.err.splitlines()[-1]
    assert not (tmp_path / "no").exists()


def raw(*words: str) -> str:
    """What another process writes, byte for byte."""
    done = subprocess.run([sys.executable, "-m", "dtx", *words], capture_output=True, cwd=ROOT, stdin=subprocess.DEVNULL)
    assert done.returncode == 0
    return done.stdout.decode()


def test_an_empty_span_is_a_file_in_every_form(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dtx, out = Commands(capsys, monkeypatch, tmp_path), tmp_path / "empty"
    begins = {
        "csv": b"\xef\xbb\xbfpatient_ref,",
        "redcap": b"record_id,",
        "xlsx": b"PK",
        "parquet": b"PAR1",
        "pdf": b"%PDF-",
        "html": b"<!",
    }
    for form in FORMS:
        done = dtx("export", "--to", form, "--since", "2999-01-01", "--out", str(out))
        assert done.code == 0 and done.err.startswith("No sessions in that time, so there is nothing to share yet.")
        content = out.read_bytes()
        assert content.startswith(begins.get(form, b"")) and (form == "jsonl" or content), form
        assert dtx("export", "--to", form, "--since", "2999-01-01", "--out", str(out)).code == 0 and out.read_bytes() == content


def test_half_a_character_keeps_no_form_from_being_written(dtx: Commands, tmp_path: Path) -> None:
    """As a store may have them that an older dtx wrote into."""
    with Store.open(paths.database(paths.home())) as store:
        store.append("half", lived("half", saved="caf\udce9 ☕"))
        store.seal("half", at(70))
    for form in FORMS:
        done = dtx("export", "--to", form, "--include", "thoughts", "--yes", "--out", str(tmp_path / form))
        assert (form, done.code) == (form, 0) and done.err.splitlines()[-1].startswith("Written to ")
    saved = [json.loads(line)["saved"] for line in (tmp_path / "jsonl").read_text("utf-8").splitlines()]
    assert {"situation": "caf? ☕"} in saved


def test_the_summary_is_in_the_language_that_is_spoken_from_its_title_to_its_foot(dtx: Commands) -> None:
    home = {**os.environ, "DTX_LANGUAGE": "es"}
    command = [sys.executable, "-m", "dtx", "export", "--to", "html", "--include", "diary", "--yes"]
    page = subprocess.run(command, cwd=ROOT, env=home, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert '<html lang="es">' in page and "<h1>Resumen de la práctica en casa</h1>" in page
    assert "Algo fue a peor tras 1 de 2 sesiones" in page and "Dolor antes y después" in page and ">antes<" in page
    english = r"\b(the|and|of|with|sessions?|pain|before|after|worse|when|what|missing|stopped|minutes|asked|ratings?|weeks?)\b"
    words = re.sub(r"<style>.*?</style>|<svg [^>]*>|<[^>]*>", " ", page, flags=re.DOTALL)
    theirs = {"Coherent breathing", "4-7-8 breathing"}
    assert [one for one in re.findall(english, words) if one not in theirs] == []


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no such name here")
def test_standard_output_by_its_name_gets_the_table_and_nothing_stands_beside_it(dtx: Commands, tmp_path: Path) -> None:
    table = dtx("export", "--to", "csv").out.encode()
    command = [sys.executable, "-m", "dtx", "export", "--to", "csv", "--out", "/dev/stdout"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True)
    assert (done.returncode, done.stdout) == (0, table) and done.stderr.decode().splitlines()[-1] == "Written to /dev/stdout."
    with (tmp_path / "x.csv").open("wb") as file:
        assert subprocess.run(command, env=environment, cwd=tmp_path, stdout=file, stderr=subprocess.DEVNULL).returncode == 0
    assert (tmp_path / "x.csv").read_bytes() == table
    assert [path for folder in (Path("/dev"), tmp_path) for path in folder.iterdir() if "dictionary" in path.name] == []


def test_a_diary_beside_from_an_earlier_export_is_named_and_left(dtx: Commands, tmp_path: Path) -> None:
    out, diary = tmp_path / "x.csv", tmp_path / "x.diary.csv"
    done = dtx("export", "--to", "csv", "--include", "diary", "--yes", "--out", str(out))
    assert str(diary) in done.err and "was there before" not in done.err
    before = diary.read_bytes()
    done = dtx("export", "--to", "csv", "--out", str(out))
    assert done.err.splitlines()[-1] == f"{diary} was there before and does not belong to this export."
    assert diary.read_bytes() == before
    assert "was there before" not in dtx("export", "--to", "csv", "--out", str(tmp_path / "y.csv")).err
