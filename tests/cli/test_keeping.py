"""Lock, unlock, back up, restore, hide and erase as commands: what they say, with which code they end, and what is left."""

import json
import os
from pathlib import Path

import pytest

from dtx.records import keyfile
from tests.commands import Commands, child
from tests.records.test_erasing import files_with
from tests.records.test_locked import cheap

__all__ = ["cheap"]

PASSPHRASE = "four blue herons sleeping"
CANARY = "kestrel-4711"
ANSWERS = {"before.pain": 6, "after.pain": 4, "felt_worse": "a_little", "felt_worse.what": [], "felt_worse.text": CANARY}


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, nothing_to_mention: None) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


@pytest.fixture
def one(dtx: Commands) -> str:
    """The id of a session with a word of one's own in it."""
    answers = {"before.pain": 6, "before.relax": 3, "after.pain": 4, "after.relax": 7, "felt_worse": "no", "situation": CANARY}
    done = dtx.session("thought_record.five", answers=answers)
    assert done.code == 0, done.err
    return str(dtx.sessions()[0]["session_id"])


def test_locked_records_open_with_what_is_in_the_environment_and_with_nothing_else(
    dtx: Commands, one: str, cheap: None, dtx_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dtx.sessions()
    assert files_with(dtx_home, CANARY)
    monkeypatch.setenv("DTX_PASSPHRASE", PASSPHRASE)
    done = dtx("lock", "--json")
    assert done.code == 0 and done.json["locked"] and done.json["opens_with"] == ["passphrase", "recovery"]
    assert done.json["cover_after_min"] == 10 and done.json["left"] == [] and len(done.json["recovery_key"]) == 29
    assert "DTX_PASSPHRASE" not in os.environ, "no program that dtx starts finds it there"
    assert files_with(dtx_home, CANARY) == []
    locked = dtx("sessions", "--json")
    assert locked.code == 1 and locked.sentence.startswith("Your records are locked.") and "DTX_PASSPHRASE" in locked.sentence
    for typed in (PASSPHRASE, done.json["recovery_key"]):
        monkeypatch.setenv("DTX_PASSPHRASE", typed)
        assert dtx("sessions", "--json").json == before
    monkeypatch.setenv("DTX_PASSPHRASE", "something else")
    wrong = dtx("sessions")
    assert wrong.code == 1 and "does not open" in wrong.sentence


def test_the_passphrase_may_be_the_first_line_of_standard_input_and_the_answers_follow(
    dtx: Commands, one: str, cheap: None, dtx_home: Path
) -> None:
    assert dtx("--passphrase-stdin", "lock", typed=f"{PASSPHRASE}\n").code == 0
    done = dtx("--passphrase-stdin", "run", "breathing.four78", "--plain", "--pace", "fast", "--mute", typed=f"{PASSPHRASE}\n8\n3\n")
    assert done.code == 0 and PASSPHRASE not in done.out + done.err
    listed = dtx("--passphrase-stdin", "sessions", "--json", typed=PASSPHRASE).json
    assert [session["before"]["pain"]["value"] for session in listed] == [8, 6]


def test_in_a_process_of_its_own_the_passphrase_is_read_to_its_end_and_no_further(dtx: Commands, one: str, cheap: None) -> None:
    assert dtx("--passphrase-stdin", "lock", typed=f"{PASSPHRASE}\n").code == 0
    done = child("--passphrase-stdin", "run", "breathing.four78", "--plain", "--pace", "fast", "--mute", input=f"{PASSPHRASE}\n8\n3\n")
    assert done.returncode == 0, done.stderr
    shown = child("sessions", "--json", env={"DTX_PASSPHRASE": PASSPHRASE})
    assert json.loads(shown.stdout)[0]["before"]["pain"]["value"] == 8


def test_unlocking_gives_them_back_and_needs_the_passphrase(dtx: Commands, one: str, cheap: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dtx.sessions()
    monkeypatch.setenv("DTX_PASSPHRASE", PASSPHRASE)
    dtx("lock")
    assert dtx("unlock").code == 1
    monkeypatch.setenv("DTX_PASSPHRASE", PASSPHRASE)
    assert dtx("unlock", "--json").json == {"locked": False, "left": []}
    assert dtx.sessions() == before
    assert "not locked" in dtx("unlock").sentence


def test_another_passphrase_takes_the_place_of_the_old_one(dtx: Commands, one: str, cheap: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DTX_PASSPHRASE", PASSPHRASE)
    dtx("lock")
    monkeypatch.setenv("DTX_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("DTX_NEW_PASSPHRASE", "another good sentence")
    changed = dtx("lock", "--new-passphrase")
    assert changed.code == 0 and "recovery key stays" in changed.out
    monkeypatch.setenv("DTX_PASSPHRASE", PASSPHRASE)
    assert dtx("sessions").code == 1
    monkeypatch.setenv("DTX_PASSPHRASE", "another good sentence")
    assert dtx("sessions").code == 0


def test_what_is_locked_already_or_too_short_or_not_given_is_one_sentence(dtx: Commands, one: str, cheap: None) -> None:
    assert "There is no passphrase." in dtx("lock").sentence
    assert "fewer than 8" in dtx("--passphrase-stdin", "lock", typed="short\n").sentence
    assert dtx("--passphrase-stdin", "lock", typed=f"{PASSPHRASE}\n").code == 0
    assert "locked already" in dtx("--passphrase-stdin", "lock", typed=f"{PASSPHRASE}\n").sentence
    assert dtx("lock", "--cover-after", "5", "--json").json["cover_after_min"] == 5
    assert dtx("lock", "--keyring", "--new-passphrase").code == 2 and dtx("lock", "--cover-after", "-1").code == 2


def test_the_recovery_key_is_shown_once_and_kept_nowhere(dtx: Commands, one: str, cheap: None, dtx_home: Path) -> None:
    said = dtx("--passphrase-stdin", "lock", typed=f"{PASSPHRASE}\n").out
    key = next(word for word in said.split() if word.count("-") == 4)
    assert keyfile.plain_recovery(key) is not None and said.count(key) == 1
    assert files_with(dtx_home, key) == [] and files_with(dtx_home, key.replace("-", "")) == [] and files_with(dtx_home, PASSPHRASE) == []


@pytest.mark.parametrize("locked", [False, True])
def test_backup_and_restore_on_another_machine_give_the_same_lists(
    locked: bool, dtx: Commands, one: str, cheap: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dtx("checkin", "--answers", dtx.file({"pain.worst": 7, "note": CANARY})).code == 0
    before = dtx.sessions(), dtx("diary", "--json").json, dtx("profile", "--json").json
    if locked:
        dtx("--passphrase-stdin", "lock", typed=f"{PASSPHRASE}\n")
    monkeypatch.setenv("DTX_PASSPHRASE", PASSPHRASE)
    made = dtx("backup", str(tmp_path / "my.backup"), "--json").json
    assert (made["sessions"], made["check_ins"], made["locked"]) == (1, 1, locked)
    monkeypatch.setenv("DTX_HOME", str(tmp_path / "second"))
    monkeypatch.setenv("DTX_PASSPHRASE", PASSPHRASE)
    back = dtx("restore", str(tmp_path / "my.backup"), "--json")
    assert back.code == 0 and back.json == {"sessions": 1, "check_ins": 1, "made_at": made["made_at"], "set_aside": None, "not_in_it": 0}
    after = []
    for words in (("sessions", "--json"), ("diary", "--json"), ("profile", "--json")):
        monkeypatch.setenv("DTX_PASSPHRASE", PASSPHRASE)
        after.append(dtx(*words).json)
    assert tuple(after) == before


def test_restoring_over_records_that_are_not_in_the_backup_needs_a_yes_and_sets_them_aside(
    dtx: Commands, one: str, tmp_path: Path, dtx_home: Path
) -> None:
    assert dtx("backup", str(tmp_path / "my.backup")).out.startswith(str(tmp_path / "my.backup"))
    assert dtx.session().code == 0
    refused = dtx("restore", str(tmp_path / "my.backup"))
    assert refused.code == 1 and "--yes" in refused.err and len(dtx.sessions()) == 2
    done = dtx("restore", str(tmp_path / "my.backup"), "--yes", "--json").json
    assert done["not_in_it"] == 1 and Path(done["set_aside"]).is_relative_to(dtx_home) and len(dtx.sessions()) == 1


def test_files_that_are_no_backups_and_places_that_are_none_are_one_sentence(
    dtx: Commands, one: str, tmp_path: Path, dtx_home: Path
) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    for words, code in (
        (("restore", str(tmp_path / "letter.txt")), 1),
        (("restore", str(tmp_path / "nowhere")), 2),
        (("restore", str(dtx_home / "dtx.db")), 2),
        (("backup", str(tmp_path / "letter.txt")), 2),
        (("backup", str(dtx_home / "x.backup")), 2),
        (("backup", str(tmp_path / "no" / "folder")), 2),
    ):
        done = dtx(*words)
        assert done.code == code and done.sentence, words
    assert len(dtx.sessions()) == 1


def test_what_is_hidden_is_in_no_list_and_no_export_and_comes_back(dtx: Commands, one: str) -> None:
    before = dtx.sessions()
    assert dtx("hide", one[:8]).code == 0 and dtx.sessions() == []
    assert one not in dtx("export", "--to", "jsonl").out
    (hidden,) = dtx("hide", "--json").json
    assert hidden["id"] == one and one[:8] in dtx("hide").out
    assert dtx("show", one).code == 2
    assert dtx("hide", one[:8], "--undo", "--json").json == {"id": one, "hidden": False}
    assert dtx.sessions() == before and dtx("hide").out == "Nothing was taken away.\n"
    assert dtx("hide", "--undo").code == 2 and dtx("hide", "nobody").code == 2 and dtx("hide", one, "--undo").code == 2


def test_erasing_one_session_leaves_the_word_nowhere_and_an_export_says_that_something_was_erased(
    dtx: Commands, one: str, dtx_home: Path, tmp_path: Path
) -> None:
    dtx("backup", str(tmp_path / "my.backup"))
    dtx.session()
    refused = dtx("erase", one)
    assert refused.code == 1 and "--yes" in refused.err and len(dtx.sessions()) == 2
    done = dtx("erase", one[:6], "--yes", "--json")
    assert done.json == {"erased": 1, "backups": [str(tmp_path / "my.backup")], "left": [], "wiped": True}
    assert files_with(dtx_home, CANARY) == [] and len(dtx.sessions()) == 1
    assert dtx("doctor").code == 0
    dtx("export", "--to", "csv", "--out", str(tmp_path / "out.csv"), "--include", "notes,thoughts", "--yes")
    told = (tmp_path / "out.dictionary.csv").read_text("utf-8-sig")
    assert "erased" in told and CANARY not in told and one not in told
    dtx("restore", str(tmp_path / "my.backup"), "--yes")
    assert dtx.sessions() == [] and files_with(dtx_home, CANARY) == []


def test_erasing_a_span_takes_what_began_in_it_also_what_is_hidden_or_unfinished(dtx: Commands, one: str, dtx_home: Path) -> None:
    dtx.session("breathing.belly", "--at", "2031-05-01T09:00:00+00:00")
    dtx.session("breathing.belly", "--at", "2031-05-03T09:00:00+00:00")
    dtx("hide", one)
    done = dtx("erase", "--until", "2031-05-02", "--yes", "--json").json
    assert done["erased"] == 2 and [session["started_at"][:10] for session in dtx.sessions()] == ["2031-05-03"]
    assert dtx("hide", "--json").json == [] and files_with(dtx_home, CANARY) == []
    assert dtx("erase", "--since", "2032-01-01", "--yes").out == "There is nothing in that time.\n"


def test_erasing_everything_leaves_a_store_that_says_so_and_nothing_else(dtx: Commands, one: str, dtx_home: Path) -> None:
    dtx("profile", "--set", f"name.low_back={CANARY}")
    ref = dtx.sessions()[0]["patient_ref"]
    assert dtx("erase", "--yes", "--json").json["erased"] == 1
    assert files_with(dtx_home, CANARY) == [] and files_with(dtx_home, ref) == []
    assert dtx.sessions() == [] and dtx("doctor").code == 0


def test_scopes_that_do_not_go_together_and_ids_that_are_not_there_erase_nothing(dtx: Commands, one: str) -> None:
    for words in (
        ("--all", one),
        (one, "--since", "2026-01-01"),
        ("nobody",),
        ("--since", "x"),
        ("--since", "2026-02-01", "--until", "2026-01-01"),
    ):
        assert dtx("erase", *words, "--yes").code == 2
    assert len(dtx.sessions()) == 1
