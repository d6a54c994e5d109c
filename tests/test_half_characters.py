"""Names on a disk that are no UTF-8: what was typed is found, and one such folder takes nothing else with it."""

import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dtx.records.backing_up import back_up
from dtx.records.strongbox import Strongbox
from dtx.sound import RATE
from dtx.sound.reading import Reading
from dtx.sound.sound_file import take
from tests.commands import Commands
from tests.host.test_shelf import GOOD, code_plugin, yaml_plugin
from tests.records.journals import START, journal
from tests.records.test_locked import PASSPHRASE, cheap

__all__ = ["cheap"]


@pytest.fixture
def half(tmp_path: Path) -> Callable[[Path, str], Path]:
    """A folder whose name ends in half a character."""

    def made(parent: Path, name: str) -> Path:
        folder = parent / f"{name}{os.fsdecode(bytes([0xE9]))}"
        try:
            folder.mkdir(parents=True)
        except (OSError, UnicodeError):
            pytest.skip("this disk has no such names")
        return folder

    return made


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


def test_a_plugin_folder_with_half_a_character_is_one_entry_with_one_sentence(
    run: Commands, dtx_home: Path, half: Callable[[Path, str], Path]
) -> None:
    half(dtx_home / "plugins", "caf")
    yaml = yaml_plugin(dtx_home / "plugins", "desk") / "plugin.yaml"
    shutil.copy(yaml, half(dtx_home / "plugins", "desk"))
    entries = {one["id"]: one for one in run("plugins", "--json").json}
    assert entries["desk"]["state"] == entries["breathing"]["state"] == "ok"
    assert [entries[name]["state"] for name in ("caf�", "desk�")] == ["broken", "broken"]
    assert "no plugin.yaml" in entries["caf�"]["problem"] and "cannot be an id" in entries["desk�"]["problem"]
    assert "7 of 9 plugins are well" in run("doctor", "--mute").out
    assert "caf�" in run("activities").out
    assert run.session().code == 0
    assert run("export", "--to", "csv").code == 0


def test_plugins_in_a_folder_with_half_a_character_work_with_their_code(
    run: Commands, dtx_home: Path, tmp_path: Path, half: Callable[[Path, str], Path]
) -> None:
    folder = half(tmp_path, "pl")
    yaml_plugin(folder, "desk")
    shutil.move(code_plugin(dtx_home, "coded", GOOD), folder)
    where = ("--plugins", str(folder))
    states = {one["id"]: one["state"] for one in run(*where, "plugins", "--json").json}
    assert (states["desk"], states["coded"]) == ("ok", "ok")
    desk = next(one["id"] for one in run(*where, "activities", "--json").json if one["plugin"] == "desk")
    run("--plugins", str(folder), "run", desk, "--plain", "--pace", "fast", "--answers", run.file({}))
    assert [one["activity_id"] for one in run.sessions()] == [desk]


@pytest.mark.parametrize("command", ["check", "pack", "voice", "record", "read", "preview"])
def test_a_path_stays_what_was_typed(run: Commands, tmp_path: Path, half: Callable[[Path, str], Path], command: str) -> None:
    folder = yaml_plugin(half(tmp_path, "d"), "my_practice")
    more = ["--out", str(tmp_path / "out.dtx")] if command == "pack" else []
    done = run(command, str(folder), *more)
    assert "There is no folder" not in done.err and "no activity" not in done.err and "Something went wrong" not in done.err, done.err


def test_an_unknown_id_with_half_a_character_is_said_in_one_sentence(run: Commands) -> None:
    half = os.fsdecode(b"caf\xe9")
    for command in ("run", "read", "check", "preview", "pack", "voice", "record"):
        done = run(command, half)
        assert done.code == 2 and "caf�" in done.sentence and "Something" not in done.sentence, (command, done)


def test_a_home_with_half_a_character_is_backed_up_and_comes_back(
    run: Commands, tmp_path: Path, half: Callable[[Path, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = half(tmp_path, "home")
    monkeypatch.setenv("DTX_HOME", str(home))
    assert run.session().code == 0
    before = run.sessions()
    stick = str(tmp_path / "stick.bak")
    assert run("backup", stick).code == 0
    monkeypatch.setenv("DTX_HOME", str(half(tmp_path, "other")))
    assert run("restore", stick, "--yes").code == 0
    assert run.sessions() == before
    monkeypatch.setenv("DTX_HOME", str(half(tmp_path, "third")))
    assert run("restore", str(home / "dtx.db"), "--yes").code == 0
    assert run.sessions() == before


def test_a_file_whose_name_is_no_utf8_is_in_the_backup_and_stops_it_not(
    run: Commands, dtx_home: Path, tmp_path: Path, half: Callable[[Path, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (half(dtx_home / "plugins", "caf") / "plugin.yaml").write_text("api: 1")
    assert run("backup", str(tmp_path / "stick.bak")).code == 0
    with zipfile.ZipFile(tmp_path / "stick.bak") as archive:
        assert "plugins/caf%E9/plugin.yaml" in archive.namelist()
    monkeypatch.setenv("DTX_HOME", str(tmp_path / "other"))
    assert run("restore", str(tmp_path / "stick.bak"), "--yes").code == 0
    assert (tmp_path / "other" / "plugins" / "caf%E9" / "plugin.yaml").read_text() == "api: 1"


def test_records_in_a_home_with_half_a_character_are_locked_and_unlocked(
    half: Callable[[Path, str], Path], tmp_path: Path, cheap: None
) -> None:
    home = half(tmp_path, "home")
    strongbox = Strongbox(home)
    with strongbox.open_store() as store:
        store.append("s1", journal())
    strongbox.lock(PASSPHRASE)
    back_up(strongbox, tmp_path / "stick.bak", START)
    with strongbox.open_store() as store:
        assert len(store.events("s1")) == len(journal())
    assert strongbox.unlock() == []
    with strongbox.open_store() as store:
        assert len(store.events("s1")) == len(journal())


def test_a_sound_file_is_written_and_read_where_the_name_is_no_utf8(
    run: Commands, tmp_path: Path, half: Callable[[Path, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DTX_HOME", str(half(tmp_path, "home")))
    out = half(tmp_path, "music") / "rest.wav"
    assert run("render", "breathing.sigh", "--out", str(out)).code == 0
    assert take(out).seconds > 10
    assert Reading(out).frames > 10 * RATE


def test_a_plan_is_begun_and_no_icon_is_made_with_half_a_character(
    run: Commands, tmp_path: Path, half: Callable[[Path, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = half(tmp_path, "plans") / "plan.yaml"
    assert run("plan", "new", str(plan)).code == 0 and plan.is_file()
    assert "Something" not in run("plan", "check", str(plan)).err
    monkeypatch.setenv("DTX_HOME", str(half(tmp_path, "home")))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "menu"))
    assert "half a character" in run("shortcut").sentence
    assert not (tmp_path / "menu").exists()
