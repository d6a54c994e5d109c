"""Locked records: the same SQLite file, encrypted page by page (SQLCipher), opened with a raw key."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any, cast

from dtx.errors import StoreCorrupt, StoreLocked, StoreProblem
from dtx.language import _
from dtx.paths import live, make_private, sync
from dtx.records.problems import busy, mapped

PLAIN = b"SQLite format 3\0"
BUSY_S = 5.0
"""How long to wait for another window that is writing."""

ALONE_S, POLL_S = 0.5, 0.002
"""How long to wait for another window that has the records open for a moment, and how often to look."""

UNFINISHED = ".new"

PATH = "CAST(? AS TEXT)"
"""A path in a statement, given as the bytes that the disk has: they need not be UTF-8, and a str of Python's must."""


def key_beside(path: Path) -> Path:
    """Where the key file of a store belongs."""
    return path.with_name("dtx.key")


def is_plain(path: Path) -> bool | None:
    """Whether a store can be read without a key; None where there is nothing in it yet.

    Never for a store that this process has open: closing any handle to a file drops all locks that POSIX has on it, SQLite's, too.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(PLAIN))
    except FileNotFoundError:
        return None
    return start == PLAIN if start else None


def is_locked(path: Path) -> bool:
    """Whether the store needs a key, as its key file says. Raises StoreProblem while it is being locked or unlocked elsewhere."""
    if not key_beside(path).exists():
        return False
    from dtx.records import keyfile  # most people lock nothing, and need none of it

    file = keyfile.read(key_beside(path))
    return file is not None and (not file.changing or settled(path))


def settled(path: Path) -> bool:
    """Locking or unlocking has broken off: see how far it came, and say so in the key file. Whether the store is locked now."""
    from dtx.records import keyfile

    with changing(path):
        file = keyfile.read(key_beside(path))
        if file is None or not file.changing:
            return file is not None
        if is_plain(path) is False:
            keyfile.write(key_beside(path), replace(file, changing=False))
            return True
        key_beside(path).unlink()
        return False


@contextmanager
def changing(path: Path, wait_s: float = BUSY_S) -> Iterator[None]:
    """While a store is locked or unlocked; the system ends it with the process, however that ends.

    Raises StoreProblem where that goes on elsewhere for longer than `wait_s`.
    """
    from filelock import FileLock, Timeout  # 85 ms, once in a while

    lock = make_private(live(path.parent)) / "key.lock"
    try:
        with FileLock(lock, timeout=wait_s, mode=0o600):
            yield
    except Timeout:
        raise just_changing() from None


def open_plain(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)


def open_with(path: Path, key: bytes | None) -> sqlite3.Connection:
    """A connection to a store. Raises StoreLocked where a key is needed, and StoreProblem where it does not fit.

    In one process a store is opened by one library alone: SQLite's, or SQLCipher's where there is a key. They do not know of each
    other's locks.
    """
    if key is None:
        if is_locked(path):
            raise StoreLocked(_("Your records are locked."), _("Open them with your passphrase."))
        return open_plain(path)
    connection = library().connect(str(path), timeout=BUSY_S, isolation_level=None)
    try:
        give_key(connection, key)
        connection.execute("PRAGMA temp_store = MEMORY")  # what SQLite sets aside for a moment is never on a disk
        connection.execute("SELECT count(*) FROM sqlite_master")
    except library().DatabaseError as error:
        connection.close()
        if getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB":
            raise
        raise StoreCorrupt(
            _(
                "{path} cannot be opened with its key: one of them is damaged, or they do not belong together. Both were left as they are."
            ).format(path=path),
            _("Keep a copy of both, and bring a backup back with `dtx restore FILE`."),
        ) from None
    except BaseException:
        connection.close()
        raise
    return cast("sqlite3.Connection", connection)


def recast(path: Path, old: bytes | None, new: bytes | None) -> None:
    """Write a store anew under another key (None: readable for all), put it in place whole, and overwrite what was plain.

    Nobody in this process may have it open.

    Raises StoreProblem, with the store as it was, where another window has it open or there is no room. A power cut at any
    moment leaves the old store or the new one.
    """
    target = path.with_name(path.name + UNFINISHED)
    with mapped(path), alone(path, old, library()) as connection:
        shred(target)
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            written(connection, target, new)
            same(connection, target, new)
            put_in_place(target, path, overwrite=old is None)
        except BaseException:
            shred(target)
            raise


@contextmanager
def alone(path: Path, key: bytes | None, how: Any = None) -> Iterator[Any]:
    """A connection while nobody else has the store open, nor can open it. The log beside it is written into it and gone.

    Who has it open for a moment only is waited for. `how` is the library to open it with. Raises StoreProblem where another window has
    it open.
    """
    how = how or (sqlite3 if key is None else library())
    before, until = identity(path), monotonic() + ALONE_S
    while (connection := taken(path, key, how)) is None:  # SQLite does not wait for that by itself
        if monotonic() > until:
            raise open_elsewhere()
        sleep(POLL_S)
    try:
        yield connection
    finally:
        with suppress(how.Error, OSError):
            if identity(path) == before:
                log_beside(connection)
        connection.close()


def taken(path: Path, key: bytes | None, how: Any) -> Any | None:
    """A connection that has the store for itself; None where somebody else has it open just now."""
    connection = how.connect(str(path), timeout=0, isolation_level=None)
    try:
        if key is not None:
            give_key(connection, key)
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete":
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
            return connection
    except how.OperationalError as error:
        if not busy(error):
            connection.close()
            raise
    except BaseException:
        connection.close()
        raise
    connection.close()
    return None


def log_beside(connection: Any) -> None:
    """Put a store into the mode in which whoever opens it holds it from their first look on, so that no other file takes its place."""
    connection.execute("PRAGMA journal_mode = WAL")


def identity(path: Path) -> tuple[int, int]:
    """Which file is at `path` now: locking, unlocking and restoring put another one there."""
    found = path.stat()
    return found.st_dev, found.st_ino


def written(connection: Any, target: Path, key: bytes | None) -> None:
    """Everything that is in the store, in another file under another key."""
    connection.execute(f"ATTACH {PATH} AS other KEY {quoted(key)}", (os.fsencode(target),))
    connection.execute("SELECT sqlcipher_export('other')").fetchall()
    for pragma in ("user_version", "application_id"):
        number = int(connection.execute(f"PRAGMA main.{pragma}").fetchone()[0])
        connection.execute(f"PRAGMA other.{pragma} = {number}")
    connection.execute("DETACH other")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def same(connection: Any, target: Path, key: bytes | None) -> None:
    """Look that the new file can be read, is whole, and has every line of the old one. Raises StoreProblem."""
    copy = library().connect(str(target), isolation_level=None)
    try:
        if key is not None:
            give_key(copy, key)
        well = [row[0] for row in copy.execute("PRAGMA integrity_check")] == ["ok"]
        everything = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        names = [name for (name,) in connection.execute(everything)]
        counts = [[one.execute(f"SELECT count(*) FROM {name}").fetchone() for name in names] for one in (connection, copy)]
        if not well or counts[0] != counts[1]:
            raise StoreProblem(_("The records could not be written anew."), _("They are as they were. `dtx doctor` looks at them."))
    finally:
        copy.close()


def clear_away(path: Path) -> None:
    """Take away what locking or unlocking left behind when it broke off; where somebody is just at it, it is theirs."""
    unfinished = path.with_name(path.name + UNFINISHED)
    if unfinished.exists():
        with suppress(StoreProblem), changing(path, 0):
            shred(unfinished)


def put_in_place(target: Path, path: Path, *, overwrite: bool) -> None:
    if os.name != "posix":  # an open file cannot be replaced there, and the connection to it still is
        target.replace(path)
        return
    with path.open("rb+") as old:
        target.replace(path)
        sync(path.parent)
        if overwrite:
            overwritten(old)


def shred(path: Path) -> None:
    """Delete a file after overwriting it, unless it has another name. On most disks of today that is no proof against a laboratory."""
    with suppress(FileNotFoundError):
        if path.stat().st_nlink == 1:
            with path.open("rb+") as file:
                overwritten(file)
        path.unlink()


def overwritten(file: Any) -> None:
    left = file.seek(0, os.SEEK_END)
    file.seek(0)
    while left > 0:
        left -= file.write(b"\0" * min(left, 1 << 20))
    file.flush()
    os.fsync(file.fileno())


def just_changing() -> StoreProblem:
    return StoreProblem(_("Your records are just being locked or unlocked in another window."), _("Wait a moment and try again."))


def open_elsewhere() -> StoreProblem:
    return StoreProblem(_("Your records are open in another window."), _("Close the other windows of dtx, and try again."))


def give_key(connection: Any, key: bytes) -> None:
    """What SQLCipher would write over the screen where it does not fit, the errors it raises say as well."""
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = {quoted(key)}")


def quoted(key: bytes | None) -> str:
    return "''" if key is None else f"\"x'{key.hex()}'\""


def library() -> Any:
    """SQLCipher. Raises DtxError where it is not installed."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        from dtx.records.keyfile import missing

        raise missing() from None
    return dbapi2
