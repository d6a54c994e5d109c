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


NEWEST = OTHERS = 1_000
"""So many sessions are gone through event by event, the newest and some by chance, unless all are wanted: a million events take a while."""

WAYS_IN = {"passphrase": "the passphrase", "recovery": "the recovery key", "keyring": "the system's keyring"}

LISTS = ("does not fit its events.", "does not fit its lines.", "and has no events.", "and has no lines.")
"""How sentences end that are about a list alone: what was written is whole, and the list can be made from it again."""


def examine(services: Services, *, thorough: bool = False) -> Iterator[Finding]:
    """All findings, one after the other; a part that cannot even be looked at is a finding, too. `thorough` looks into every session."""
    looks: list[tuple[str, Callable[[Services], Iterator[Finding]]]] = [
        ("versions", versions),
        ("folders", folders),
        ("store", partial(store, thorough=thorough)),
        ("keeping", keeping),
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


def store(services: Services, thorough: bool = False) -> Iterator[Finding]:
    records = services.store
    count = int(records.one("SELECT count(*) FROM session"))
    every = thorough or count + int(records.one("SELECT count(*) FROM diary")) <= NEWEST + OTHERS
    broken = [*records.check(), *records.verify(None if every else records.some(NEWEST, OTHERS))]
    if not broken:
        whole = "all whole" if every else f"the newest {NEWEST} and {OTHERS} others are whole. `dtx doctor --all` looks into every one"
        yield Finding("store", True, f"{count} session{'' if count == 1 else 's'}, {whole}.")
    lists = bool(broken) and all(sentence.endswith(LISTS) for sentence in broken)
    for sentence in broken:
        yield Finding(
            "store", False, sentence, "Nothing is lost. `dtx doctor --rebuild` makes the list again." if lists else mend(services)
        )


def mend(services: Services) -> str:
    """What to do where something that was written is damaged: nothing is ever deleted to repair it."""
    found = [path for path, _ in services.store.backups() if path.is_file()]
    backup = str(found[0]) if found else "FILE"
    return f"Keep a copy of dtx.db before anything else, and bring back a backup of it: `dtx restore {backup}`. All else can still be used."


def keeping(services: Services) -> Iterator[Finding]:
    """Whether the records are locked, and when they were backed up."""
    file = services.strongbox.key_file
    locked = "Not locked" if file is None else f"Locked; {' or '.join(WAYS_IN[slot.how] for slot in file.slots)} opens it"
    backups = services.store.backups()
    last = f"The last backup was written on {backups[0][1][:10]}" if backups else "There is no backup yet; `dtx backup FILE` writes one"
    yield Finding("keeping", True, f"{locked}. {last}.")


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
