"""An icon that opens the app: on the desktop, and on Linux in the menu as well. It can be taken away again."""

import os
import shlex
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from dtx.engine.words import whole
from dtx.errors import Refused
from dtx.language import _
from dtx.paths import desktop, menu, refusal

MARK = "made by dtx shortcut"
"""Stands in each of them, so that nothing else is ever deleted or written over."""

ICON = Path(__file__).parent / "icon.svg"
COMMENT = _("A quiet place to practise")


def places(platform: str = sys.platform) -> Mapping[Path, str]:
    """Where an icon goes on this system, and what is in each file."""
    command = [sys.executable, "-m", "dtx"]
    home = os.environ.get("DTX_HOME")
    if platform == "win32":
        return {desktop() / "dtx.bat": batch(command, home)}
    if platform == "darwin":
        return {desktop() / "dtx.command": script(command, home)}
    entry = menu_entry(command, home)
    found = {menu() / "dtx.desktop": entry}
    return found | ({desktop() / "dtx.desktop": entry} if desktop().is_dir() else {})


def put(platform: str = sys.platform) -> list[Path]:
    """Make them. Raises `Refused` where somebody else's file has that name, and StoreProblem where nothing can be written."""
    wanted = places(platform)
    if any(whole(words) != words for words in wanted.values()):  # such a file is UTF-8
        home = os.environ.get("DTX_HOME", sys.executable)
        raise Refused(_("{target} has half a character in its name.").format(target=home), _("Choose another name."))
    for path in wanted:
        if path.exists() and not is_ours(path):
            raise Refused(
                _("{path} is there already and was not made by dtx.").format(path=path), _("Give it another name, and try again.")
            )
    for path, words in wanted.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(words.encode())
            path.chmod(0o755)  # a desktop starts only what may be run
        except OSError as error:
            raise refusal(error, path) from error
    return list(wanted)


def remove(platform: str = sys.platform) -> list[Path]:
    """Take away those that are there and ours."""
    gone = []
    for path in places(platform):
        if is_ours(path):
            with suppress(OSError):
                path.unlink()
                gone.append(path)
    return gone


def is_ours(path: Path) -> bool:
    try:
        return MARK in path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def menu_entry(command: list[str], home: str | None) -> str:
    """For the menus of Linux desktops, as the Desktop Entry Specification has it."""
    words = [*(["env", f"DTX_HOME={home}"] if home else []), *command]
    lines = (
        "[Desktop Entry]",
        f"# {MARK}",
        "Type=Application",
        "Version=1.0",
        "Name=dtx",
        f"Comment={COMMENT}",
        f"Exec={' '.join(map(quoted, words))}",
        f"Icon={ICON}",
        "Terminal=true",
        "Categories=Utility;",
    )
    return "\n".join(lines) + "\n"


def quoted(word: str) -> str:
    """A word of an `Exec` line: quoted as the specification says, then once more as every string of such a file is."""
    inside = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    return f'"{inside}"'.replace("\\", "\\\\").replace("%", "%%")


def script(command: list[str], home: str | None) -> str:
    """For macOS, whose Terminal opens a file with this ending."""
    kept = f"DTX_HOME={shlex.quote(home)} " if home else ""
    return f'#!/bin/sh\n# {MARK}\n{kept}exec {shlex.join(command)} "$@"\n'


def batch(command: list[str], home: str | None) -> str:
    lines = ["@echo off", f"rem {MARK}", "chcp 65001 >nul"]
    if home:
        lines.append(f'set "DTX_HOME={home.replace("%", "%%")}"')
    words = " ".join(f'"{word}"' for word in command).replace("%", "%%")
    return "\r\n".join([*lines, f"{words} %*", ""])
