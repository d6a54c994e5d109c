"""Backing up and restoring: consistent while dtx runs, verified before anything is put in its place, and nothing overwritten."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from dtx.engine.words import whole
from dtx.errors import StoreLocked, StoreProblem, Unknown
from dtx.language import _
from dtx.paths import make_private, no_device, reason, refusal, sync
from dtx.records import keyfile
from dtx.records.archive import DATABASE, KEY, is_archive, own_files, pack, unpacked
from dtx.records.cipher import PATH, PLAIN, alone, changing, is_plain, just_changing, key_beside, open_with, shred
from dtx.records.keyfile import KeyFile
from dtx.records.problems import damages, explain, mapped, of_a_database
from dtx.records.store import Store
from dtx.records.strongbox import ASIDE, Strongbox

ROTATED = 7
"""So many backups of one name are kept: FILE, FILE.1, … FILE.6."""

USUAL_NAME = "dtx.backup"

Ask = Callable[[KeyFile], bytes | None]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written: where, when, with how many sessions, and whether it is locked."""

    path: Path
    made_at: str
    sessions: int
    check_ins: int
    locked: bool


def back_up(strongbox: Strongbox, target: Path, now: datetime) -> Backup:
    """Write everything a person owns here into one file; in a folder it is called `dtx.backup`. Others may go on writing meanwhile.

    A backup that is there already becomes FILE.1, and so on; the seventh goes. Raises DtxError where something else has that name,
    or it cannot be written; then nothing has changed.
    """
    target = target.expanduser().absolute()
    target = target / USUAL_NAME if target.is_dir() else target
    if Path(os.path.realpath(target)).is_relative_to(os.path.realpath(strongbox.home)):
        raise Unknown(
            _("{target} is inside the folder that is to be backed up.").format(target=target),
            _("Choose a place elsewhere, best on another disk."),
        )
    if whole(str(target)) != str(target):  # it is written down, to be found when something is erased
        raise Unknown(_("{target} has half a character in its name.").format(target=target), _("Choose another name."))
    if not target.parent.is_dir():
        raise Unknown(_("There is no folder {parent}.").format(parent=target.parent), _("Make it first, or choose another place."))
    if target.exists() and not is_archive(target):
        raise Unknown(_("{target} is there already, and is no backup of dtx.").format(target=target), _("Choose another name."))
    make_private(strongbox.home)
    staged = strongbox.path.with_name(f"{DATABASE}.{os.urandom(4).hex()}.tmp")
    made_at = now.isoformat(timespec="seconds")
    try:
        with strongbox.open_store() as store:
            if broken := store.check():
                raise StoreProblem(
                    _("Your records are damaged: {broken}.").format(broken=broken[0]),
                    _("`dtx doctor` says what to do. No backup was written."),
                )
            store.back_up(staged)
            count = store.connection.execute("SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM diary)").fetchone()
        key = key_beside(strongbox.path) if strongbox.is_on else None
        said = {"made_at": made_at, "sessions": count[0], "check_ins": count[1], "locked": key is not None}
        unfinished = target.with_name(f".{target.name}.next")
        pack(unfinished, staged, key, strongbox.home, said)
        if not staged.exists():  # who locks the records overwrites every copy here that could be read, also under our hands
            unfinished.unlink()
            raise just_changing()
    finally:
        shred(staged)
    rotate(target, unfinished)
    with strongbox.open_store() as store:
        store.note_backup(target, made_at)
    return Backup(target, made_at, count[0], count[1], key is not None)


def rotate(target: Path, newest: Path) -> None:
    """Put the newest in its place; each older one goes one further, and the last one goes."""
    try:
        for number in range(ROTATED - 2, -1, -1):
            older = rotated(target, number)
            if older.exists():
                older.replace(rotated(target, number + 1))
        newest.replace(target)
        sync(target.parent)
    except OSError as error:
        raise refusal(error, target) from error


def rotated(target: Path, number: int) -> Path:
    return target.with_name(f"{target.name}.{number}") if number else target


@dataclass(frozen=True, slots=True)
class Opened:
    """The records of a backup, verified, and the folder its files are in."""

    folder: Path
    store: Store
    key: bytes | None
    said: dict[str, Any]


@contextmanager
def opened(strongbox: Strongbox, source: Path, ask: Ask | None) -> Iterator[Opened]:
    """The records in a backup, or in a bare `dtx.db`, brought up to date in a copy and verified from end to end.

    Raises DtxError for what is no backup, and StoreProblem for one that is damaged; StoreLocked where nobody opens it.
    """
    source = source.expanduser().absolute()
    make_private(strongbox.home)
    if source == strongbox.path or (source.exists() and strongbox.path.exists() and source.samefile(strongbox.path)):
        raise Unknown(_("{source} holds your present records.").format(source=source), _("Give the name of a backup."))
    with ExitStack() as stack:
        if bare(source):
            folder = strongbox.path.with_name(f"{DATABASE}.{os.urandom(4).hex()}.tmp")
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
            copy_of(source, folder / DATABASE)
            said: dict[str, Any] = {}
        else:
            folder, said = stack.enter_context(unpacked(source, strongbox.home))
        key = key_for(strongbox, folder, ask)
        store = stack.enter_context(Store.open(folder / DATABASE, key=key))
        if broken := [*store.check(), *store.verify()]:
            more = " " + _("({number} more)").format(number=len(broken) - 1) if len(broken) > 1 else ""
            raise StoreProblem(
                _("{source} is damaged: {broken}{more}").format(source=source, broken=broken[0], more=more),
                _("Try an older backup. Nothing was changed."),
            )
        yield Opened(folder, store, key, said)


def bare(source: Path) -> bool:
    """Whether this is a database, with its key file beside it where it is locked, and no backup. Raises DtxError for no file."""
    try:
        no_device(source)
        with source.open("rb") as file:
            start = file.read(len(PLAIN))
    except OSError as error:
        raise Unknown(
            _("{source} cannot be read ({strerror}).").format(source=source, strerror=reason(error)), _("Give the name of a backup.")
        ) from error
    return start == PLAIN or (not start.startswith(b"PK") and key_beside(source).exists())


def copy_of(source: Path, target: Path) -> None:
    """A consistent copy of a database; of a locked one, as nobody can look into it, with all that is beside it."""
    if not is_plain(source):
        for rest in ("", "-wal"):
            if (beside := source.with_name(source.name + rest)).exists():
                shutil.copyfile(beside, target.with_name(target.name + rest))
        shutil.copyfile(key_beside(source), key_beside(target))
        return
    with mapped(source):
        other = sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            other.execute(f"VACUUM INTO {PATH}", (os.fsencode(target),))
        finally:
            other.close()


def key_for(strongbox: Strongbox, folder: Path, ask: Ask | None) -> bytes | None:
    """The key of a backup: the one at hand where it fits, else from the keyring or the person."""
    file = keyfile.read(folder / KEY)
    if file is None or is_plain(folder / DATABASE):
        return None
    with suppress(StoreLocked):
        held = strongbox.key()
        if held is not None and fits(folder / DATABASE, held):
            return held
    found = file.from_keyring() or (ask(file) if ask is not None else None)
    if found is None:
        raise StoreLocked(_("That backup is locked."), _("Open it with the passphrase it was made with, on a terminal."))
    return found


def fits(database: Path, key: bytes) -> bool:
    try:
        open_with(database, key).close()
    except StoreProblem:
        return False
    return True


def restore(strongbox: Strongbox, backup: Opened, now: datetime) -> Path | None:
    """Put a verified backup in the place of what is here. What was here is set aside; returns where, or None where there was nothing.

    Raises StoreProblem where another window has the records open; then nothing has changed.
    """
    home = make_private(strongbox.home)
    backup.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    backup.store.close()
    aside = home / ASIDE / now.strftime("%Y-%m-%d_%H%M%S")
    there = strongbox.path.exists() and strongbox.path.stat().st_size > 0
    try:
        make_private(aside.parent)
        aside.mkdir(mode=0o700)
        with ExitStack() as stack:
            if there:
                hold_alone(strongbox, stack)
                for name in (DATABASE, f"{DATABASE}-wal", KEY):
                    keep(home / name, aside / name)
                sync(aside)
            if os.name != "posix":  # an open file cannot be replaced there
                stack.close()
            with changing(strongbox.path):
                put_records(strongbox, backup)
        put_files(backup.folder, home, aside)
        if not any(aside.iterdir()):
            aside.rmdir()
    except OSError as error:
        raise refusal(error, strongbox.path) from error
    strongbox.hold(backup.key)
    return aside if there else None


def hold_alone(strongbox: Strongbox, stack: ExitStack) -> None:
    """Keep other windows out, as far as what is here can be opened at all: damaged or forgotten, it is set aside as it is."""
    try:
        stack.enter_context(alone(strongbox.path, strongbox.key()))
    except StoreLocked:
        return
    except of_a_database() as error:
        if not damages(error):
            raise explain(error, strongbox.path) from error


def keep(path: Path, target: Path) -> None:
    """The same file under a second name, or a copy of it where the disk knows no second names."""
    if not path.exists():
        return
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)
        target.chmod(0o600)


def put_records(strongbox: Strongbox, backup: Opened) -> None:
    """The database and its key in their places. In between either key is in the key file, so that nothing is lost at any moment."""
    place = key_beside(strongbox.path)
    new, old = (keyfile.read(path) if path.exists() else None for path in (backup.folder / KEY, place))
    if new is not None and backup.key is not None:
        keyfile.write(place, KeyFile((*new.slots, *(old.slots if old else ())), changing=True))
    elif old is not None:
        keyfile.write(place, replace(old, changing=True))
    (backup.folder / DATABASE).replace(strongbox.path)
    for rest in ("-wal", "-shm", "-journal"):
        strongbox.path.with_name(DATABASE + rest).unlink(missing_ok=True)
    if new is not None and backup.key is not None:
        keyfile.write(place, replace(new, changing=False))
    else:
        place.unlink(missing_ok=True)
    sync(strongbox.home)


def put_files(folder: Path, home: Path, aside: Path) -> None:
    """Settings, plugins and sounds of a backup. A file that is here and is another is set aside."""
    for name, path in own_files(folder):
        place = home / name
        if place.is_file() and place.read_bytes() == path.read_bytes():
            continue
        if place.exists():
            make_private((aside / name).parent)
            place.replace(aside / name)
        make_private(place.parent)
        path.replace(place)


def lacking(strongbox: Strongbox, backup: Opened) -> int | None:
    """How many sessions and check-ins are here and not in the backup; None where what is here cannot be read."""
    if not strongbox.path.exists():
        return 0
    try:
        with strongbox.open_store() as store:
            return len(store.ids() - backup.store.ids())
    except StoreProblem:
        return None
