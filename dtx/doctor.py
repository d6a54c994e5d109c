"""The doctor: looks at everything dtx needs, and says of each that it is well, or what to do."""

import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from sqlite3 import sqlite_version
from typing import Any

from dtx import __version__, paths
from dtx.errors import DtxError
from dtx.language import _, _n, any_of, on_day
from dtx.records.audit import of_a_list
from dtx.services import Services
from dtx.sessions.loudness import Loudness
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

WAYS_IN = {"passphrase": _("the passphrase"), "recovery": _("the recovery key"), "keyring": _("the system's keyring")}


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
        "versions",
        True,
        _("dtx {dtx}, Python {python}, SQLite {sqlite} on {system}.").format(
            dtx=__version__, python=platform.python_version(), sqlite=sqlite_version, system=platform.system()
        ),
    )


def folders(services: Services) -> Iterator[Finding]:
    paths.make_private(services.home)
    free = shutil.disk_usage(services.home).free
    if free < LITTLE_ROOM:
        yield Finding(
            "folders",
            False,
            _("Only {free:.0f} MB are free for {home}.").format(free=free / 1000000.0, home=services.home),
            _("Make some room on that disk."),
        )
    else:
        yield Finding("folders", True, _("What you own is in {home}.").format(home=services.home))


def store(services: Services, thorough: bool = False) -> Iterator[Finding]:
    records = services.store
    count = int(records.one("SELECT count(*) FROM session"))
    every = thorough or count + int(records.one("SELECT count(*) FROM diary")) <= NEWEST + OTHERS
    broken = [*records.check(), *records.verify(None if every else records.some(NEWEST, OTHERS))]
    if not broken:
        whole = (
            _("all whole.") if every else _("the newest {newest} and {others} others are whole. `dtx doctor --all` looks into every one.")
        )
        many = _n("{count} session", "{count} sessions", count).format(count=count)
        yield Finding("store", True, f"{many}, {whole.format(newest=NEWEST, others=OTHERS)}")
    lists = bool(broken) and all(map(of_a_list, broken))
    for sentence in broken:
        yield Finding(
            "store", False, sentence, _("Nothing is lost. `dtx doctor --rebuild` makes the list again.") if lists else mend(services)
        )


def mend(services: Services) -> str:
    """What to do where something that was written is damaged: nothing is ever deleted to repair it."""
    found = [path for path, _ in services.store.backups() if path.is_file()]
    backup = str(found[0]) if found else "FILE"
    return _(
        "Keep a copy of dtx.db before anything else, and bring back a backup of it: `dtx restore {backup}`. All else can still be used."
    ).format(backup=backup)


def keeping(services: Services) -> Iterator[Finding]:
    """Whether the records are locked, and when they were backed up."""
    file = services.strongbox.key_file
    ways = [] if file is None else [WAYS_IN[slot.how] for slot in file.slots]
    locked = _("Locked; {ways} opens it.").format(ways=any_of(ways)) if ways else _("Not locked.")
    backups = services.store.backups()
    if backups:
        last = _("The last backup was written on {day}.").format(day=on_day(date.fromisoformat(backups[0][1][:10])))
    else:
        last = _("There is no backup yet; `dtx backup FILE` writes one.")
    yield Finding("keeping", True, f"{locked} {last}")


def plugins(services: Services) -> Iterator[Finding]:
    entries = services.shelf.plugins()
    for entry in entries:
        if entry.state != "ok":
            yield Finding("plugins", False, f"{entry.id}: {entry.problem}", _("Until then its activities rest; all others work."))
    well = sum(entry.state == "ok" for entry in entries)
    yield Finding(
        "plugins",
        bool(well),
        _("{well} of {entries} plugins are well.").format(well=well, entries=len(entries)),
        None if well else _("Install dtx again."),
    )


def terminal(services: Services) -> Iterator[Finding]:
    if not is_terminal():
        yield Finding("terminal", True, _("No full-screen terminal here; dtx runs line by line (plain mode)."))
        return
    width, height = shutil.get_terminal_size()
    big = width >= SMALLEST[0] and height >= SMALLEST[1]
    yield Finding(
        "terminal",
        big,
        _("{width} columns, {height} lines.").format(width=width, height=height),
        None if big else _("Make the window at least 40 by 15."),
    )


def is_terminal() -> bool:
    """Whether there is a terminal to paint on, as `dtx run` sees it."""
    named = sys.platform == "win32" or os.environ.get("TERM") not in (None, "", "dumb")
    return named and all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def sound(services: Services) -> Iterator[Finding]:
    status = listen(then=partial(aloud, services.home) if services.sound else None)
    if status.state == "playing" and status.latency_s is not None:
        late = _("heard {latency_s:.0f} ms after it is played").format(latency_s=status.latency_s * 1000)
        played = " " + _("It just played: {line}").format(line=LINE) if services.sound else ""
        yield Finding(
            "sound",
            True,
            _("{device} by way of {backend}, {late}.").format(device=status.device, backend=status.backend, late=late) + played,
        )
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
