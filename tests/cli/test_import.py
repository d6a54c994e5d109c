"""`dtx import`: another machine's backup, and pain diaries as tables with a mapping that the person confirms."""

from pathlib import Path

import pytest

from tests.commands import Commands
from tests.records.test_locked import PASSPHRASE, cheap

__all__ = ["cheap"]

TABLE = "Date,Time,Pain,Mood,Rest\n2026-05-01,09:30,6,4,x\n2026-05-02,21:00,3,,y\n2026-05-02,21:00,3,,y\nlast week,10:00,3,,z\n"


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, nothing_to_mention: None) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


@pytest.fixture
def table(tmp_path: Path) -> str:
    (tmp_path / "diary.csv").write_text(TABLE)
    return str(tmp_path / "diary.csv")


def test_a_table_is_shown_and_comes_in_after_a_yes_and_only_once(dtx: Commands, table: str) -> None:
    shown = dtx("import", table, "--preview")
    assert shown.code == 0 and dtx("diary", "--json").json == []
    assert "Pain: pain on average, for example '6'" in shown.err and "Rest: left out" in shown.err
    assert "Line 2 becomes: 2026-05-01 09:30  pain.average 6, mood 4" in shown.err
    assert "Line 5: 'last week' is no day." in shown.err
    assert dtx("import", table, "--preview", "--json").json["unread"] == ["Line 5: 'last week' is no day."]
    refused = dtx("import", table)
    assert refused.code == 1 and "--yes" in refused.err and dtx("diary", "--json").json == []
    done = dtx("import", table, "--yes", "--json")
    assert done.code == 0 and done.json["check_ins"] == 2 and done.json["unread"] == ["Line 5: 'last week' is no day."]
    assert done.json["plan"] == {
        "rows": 4,
        "map": {"at": "Date", "time": "Time", "pain.average": "Pain", "mood": "Mood"},
        "left_out": ["Rest"],
        "dates": "day-first",
        "scale": 10,
    }
    entries = dtx("diary", "--json").json
    assert [(entry["started_at"][:16], entry["answers"]["pain"], entry["source"], entry["ended_at"] is not None) for entry in entries] == [
        ("2026-05-02T21:00", {"average": 3}, "import:csv", True),
        ("2026-05-01T09:30", {"average": 6}, "import:csv", True),
    ]
    again = dtx("import", table, "--yes")
    assert "0 check-ins came in" in again.out and "2 were here already" in again.err
    assert dtx("diary", "--json").json == entries and dtx("doctor").code == 0


def test_the_mapping_can_be_changed(dtx: Commands, table: str) -> None:
    done = dtx("import", table, "--map", "pain.worst=Pain", "--map", "mood=nothing", "--map", "note=Rest", "--yes", "--json").json
    assert done["plan"]["map"] == {"at": "Date", "time": "Time", "pain.worst": "Pain", "note": "Rest"}
    assert dtx("diary", "--json").json[-1]["answers"] == {"pain": {"worst": 6}, "note": "x"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--map", "pain=Pain"), 2),
        (("--map", "mood=Nope"), 2),
        (("--map", "mood"), 2),
        (("--dates", "year-first"), 2),
        (("--scale", "7"), 2),
        (("--map", "at=nothing"), 1),
    ],
)
def test_a_mapping_that_cannot_be_is_one_sentence_and_changes_nothing(words: tuple[str, ...], code: int, dtx: Commands, table: str) -> None:
    done = dtx("import", table, *words, "--yes")
    assert done.code == code and done.err.startswith("dtx: ") and dtx("diary", "--json").json == []


def test_files_that_are_neither_backup_nor_table_are_one_sentence(dtx: Commands, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("Dear all")
    (tmp_path / "torn.backup").write_bytes(b"PK\3\4" + b"\xff" * 100)
    assert "no table" in dtx("import", str(tmp_path / "words.txt"), "--yes").sentence
    assert dtx("import", str(tmp_path / "torn.backup"), "--yes").code == 1
    assert dtx("import", str(tmp_path / "nowhere"), "--yes").code == 2 and dtx("import", str(tmp_path), "--yes").code == 2


@pytest.mark.parametrize("locked", [False, True])
def test_another_machines_backup_comes_in_beside_what_is_here(
    locked: bool, dtx: Commands, cheap: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dtx.session()
    dtx("checkin", "--answers", dtx.file({"pain.worst": 7}))
    theirs = dtx.sessions(), dtx("diary", "--json").json
    if locked:
        dtx("--passphrase-stdin", "lock", typed=PASSPHRASE)
    dtx("--passphrase-stdin", "backup", str(tmp_path / "my.backup"), typed=PASSPHRASE)
    monkeypatch.setenv("DTX_HOME", str(tmp_path / "second"))
    dtx.session("breathing.belly", "--at", "2026-01-01T09:00:00+00:00")
    mine = dtx.sessions()
    done = dtx("--passphrase-stdin", "import", str(tmp_path / "my.backup"), "--json", typed=PASSPHRASE)
    assert done.code == 0, done.err
    assert (done.json["sessions"], done.json["check_ins"], done.json["different"]) == (1, 1, [])
    both = dtx.sessions()
    assert [one["session_id"] for one in both] == [theirs[0][0]["session_id"], mine[0]["session_id"]]
    strip = {"patient_ref": None}
    assert both[0] | strip == theirs[0][0] | strip and dtx("diary", "--json").json == theirs[1]
    assert dtx("doctor").code == 0
    dtx("erase", theirs[0][0]["session_id"], "--yes")
    again = dtx("--passphrase-stdin", "import", str(tmp_path / "my.backup"), typed=PASSPHRASE)
    assert "1 that you erased here stay away" in again.err and dtx.sessions() == mine
