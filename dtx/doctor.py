"""The doctor: looks at everything dtx needs, and says of each that it is well, or what to do."""

import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from sqlite3 import sqlite_version
from typing import Any

from dtx import __version__, paths
from dtx.errors import DtxError
from dtx.loudness import Loudness
from dtx.services import Services
from dtx.sound.narrator import introduced, narrator
from dtx.sound.player import Player
from dtx.sound.probe import LOOK_S, listen
from dtx.sound.trial import LINE, Trial

SMALLEST = (40, 15)
LITTLE_ROOM = 50_000_000
"""Bytes. A year of daily sessions takes less than a tenth of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `ok`, what was found, and what to do where it is not well."""

    about: str
    ok: bool
    says: str
    remedy: str | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def examine(services: Services) -> Iterator[Finding]:
    """All findings, one after the other; a part that cannot even be looked at is a finding, too."""
    looks: list[tuple[str, Callable[[Services], Iterator[Finding]]]] = [
        ("versions", versions),
        ("folders", folders),
        ("store", store),
        ("plugins", plugins),
        ("terminal", terminal),
        ("sound", sound),
        ("voice", voice),
    ]
    for about, look in looks:
        try:
            yield from look(services)
        except DtxError as problem:
            yield Finding(about, False, problem.problem, problem.remedy)


def versions(services: Services) -> Iterator[Finding]:
    yield Finding(
        "versions", True, f"dtx {__version__}, Python {platform.python_version()}, SQLite {sqlite_version} on {platform.system()}."
    )


def folders(services: Services) -> Iterator[Finding]:
    paths.make_private(services.home)
    free = shutil.disk_usage(services.home).free
    if free < LITTLE_ROOM:
        yield Finding("folders", False, f"Only {free / 1e6:.0f} MB are free for {services.home}.", "Make some room on that disk.")
    else:
        yield Finding("folders", True, f"What you own is in {services.home}.")


def store(services: Services) -> Iterator[Finding]:
    broken = [*services.store.check(), *services.store.verify()]
    if not broken:
        count = len(services.history())
        yield Finding("store", True, f"{count} session{'' if count == 1 else 's'}, all whole.")
    for sentence in broken:
        yield Finding("store", False, sentence, "Keep a copy of dtx.db before anything else, and bring back a backup of it.")


def plugins(services: Services) -> Iterator[Finding]:
    entries = services.shelf.plugins()
    for entry in entries:
        if entry.state != "ok":
            yield Finding("plugins", False, f"{entry.id}: {entry.problem}", "Until then its activities rest; all others work.")
    well = sum(entry.state == "ok" for entry in entries)
    yield Finding("plugins", bool(well), f"{well} of {len(entries)} plugins are well.", None if well else "Install dtx again.")


def terminal(services: Services) -> Iterator[Finding]:
    if not is_terminal():
        yield Finding("terminal", True, "No full-screen terminal here; dtx runs line by line (plain mode).")
        return
    width, height = shutil.get_terminal_size()
    big = width >= SMALLEST[0] and height >= SMALLEST[1]
    yield Finding("terminal", big, f"{width} columns, {height} lines.", None if big else "Make the window at least 40 by 15.")


def is_terminal() -> bool:
    """Whether there is a terminal to paint on, as `dtx run` sees it."""
    named = sys.platform == "win32" or os.environ.get("TERM") not in (None, "", "dumb")
    return named and all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def sound(services: Services) -> Iterator[Finding]:
    status = listen(then=partial(aloud, services.home) if services.sound else None)
    if status.state == "playing" and status.latency_s is not None:
        late = f"heard {status.latency_s * 1000:.0f} ms after it is played"
        played = f" It just played: {LINE}" if services.sound else ""
        yield Finding("sound", True, f"{status.device} by way of {status.backend}, {late}.{played}")
    else:
        yield Finding("sound", True, status.says)


def aloud(home: Path, player: Player) -> None:
    """Play the line for setting the volume, as loud as sessions are on this device."""
    Loudness(player, home).follow()
    trial = Trial(player, narrator())
    trial.play("all", "none")
    while trial.sounds:
        time.sleep(LOOK_S)
        trial.look()


def voice(services: Services) -> Iterator[Finding]:
    yield Finding("voice", True, introduced(narrator()))
