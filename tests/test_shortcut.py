"""An icon that opens the app, on three kinds of desktop, and nothing of anybody else's touched."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dtx import shortcut
from dtx.shortcut import MARK, batch, menu_entry, put, remove, script
from tests.commands import Commands

HARD = ['/opt/a b/$HOME `x` "q" 100%/py\\thon', "-m", "dtx"]


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody with a desktop in a folder with a blank in its name."""
    desktop = tmp_path / "My Desktop"
    desktop.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(shortcut, "desktop", lambda: desktop)
    return desktop


def words_of(entry: str) -> list[str]:
    """An `Exec` line, read as the Desktop Entry Specification says: first as a string, then as words, which a shell reads alike."""
    line = next(line for line in entry.splitlines() if line.startswith("Exec=")).removeprefix("Exec=")
    words = line.replace("\\\\", "\\").replace("%%", "%")
    return subprocess.run(["/bin/sh", "-c", f"printf '%s\\n' {words}"], capture_output=True, text=True, check=True).stdout.splitlines()


def test_it_is_on_the_desktop_and_in_the_menu_and_goes_again(person: Path, tmp_path: Path) -> None:
    made = put("linux")
    assert made == [tmp_path / "data" / "applications" / "dtx.desktop", person / "dtx.desktop"]
    assert all(os.access(path, os.X_OK) for path in made)
    assert put("linux") == made, "a second time changes nothing"
    assert remove("linux") == made and not any(path.exists() for path in made)
    assert remove("linux") == []


def test_what_it_starts_is_this_dtx_with_these_records(person: Path, dtx_home: Path) -> None:
    words = words_of(put("linux")[0].read_text())
    assert words == ["env", f"DTX_HOME={dtx_home}", sys.executable, "-m", "dtx"]
    assert "dtx, version" in subprocess.run([*words, "--version"], capture_output=True, text=True, check=True).stdout


def test_the_script_of_macos_starts_it_too(person: Path) -> None:
    (made,) = put("darwin")
    assert made == person / "dtx.command"
    assert "dtx, version" in subprocess.run(["/bin/sh", made, "--version"], capture_output=True, text=True, check=True).stdout


def test_letters_that_mean_something_are_quoted() -> None:
    assert words_of(menu_entry(HARD, None)) == HARD
    assert shlex.split(script(HARD, "/a b").splitlines()[-1]) == ["DTX_HOME=/a b", "exec", *HARD, "$@"]
    lines = batch(["C:\\a b\\100%\\python.exe", "-m", "dtx"], None).split("\r\n")
    assert lines[-2] == '"C:\\a b\\100%%\\python.exe" "-m" "dtx" %*' and f"rem {MARK}" in lines


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_file_of_somebody_else_is_left_alone(person: Path, platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in shortcut.places(platform):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    with pytest.raises(shortcut.Refused, match="was not made by dtx"):
        put(platform)
    assert remove(platform) == []
    assert all(path.read_text() == "mine" for path in shortcut.places(platform))


def test_the_command_says_where_it_is(
    person: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shortcut, "places", lambda platform="": {person / "dtx.desktop": f"# {MARK}"})
    dtx = Commands(capsys, monkeypatch, tmp_path)
    assert f"An icon is here: {person / 'dtx.desktop'}" in dtx("shortcut").out
    assert f"Taken away: {person / 'dtx.desktop'}" in dtx("shortcut", "--remove").out
    assert dtx("shortcut", "--remove").out == "There is no icon of dtx.\n"


def test_a_desktop_that_cannot_be_written_to_is_one_sentence(
    person: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shortcut, "places", lambda platform="": {Path("/proc/nowhere/dtx.desktop"): "x"})
    done = Commands(capsys, monkeypatch, tmp_path)("shortcut")
    assert done.code == 1 and "dtx.desktop" in done.sentence


@pytest.mark.slow
def test_the_menu_entry_is_a_valid_one(person: Path) -> None:
    made = put("linux")[0]
    done = subprocess.run(["desktop-file-validate", "--no-hints", made], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
