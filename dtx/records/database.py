"""Opening the SQLite file: private, durable, and brought up to date, or left untouched with a reason."""

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from dtx.errors import StoreCorrupt, StoreProblem, StoreTooNew
from dtx.language import _
from dtx.paths import make_private, sync
from dtx.records.cipher import BUSY_S, PATH, clear_away, identity, log_beside, open_with
from dtx.records.problems import damaged, mapped, of_a_database
from dtx.records.schema import MIGRATIONS

EMPTY_S = 1.0
"""How long an empty file may belong to another window that is just making it."""

NO_SIGN = ("cache", "plugins", "media")
"""What a home may hold before anything was ever written down in it."""

UPDATE_S = 60.0
"""How long to wait for another window that is making a backup and bringing the store up to date."""

Opener = Callable[[Path], sqlite3.Connection]


def connect(
    path: Path, migrations: Sequence[str] = MIGRATIONS, key: bytes | None = None, opener: Opener | None = None
) -> sqlite3.Connection:
    """Open the store at `path`; make it, with its folder, where there is none. `key` opens one that is locked.

    Raises StoreProblem and its kinds.
    """
    make_private(path.parent)
    with mapped(path):
        _reserve(path)
        connection = _opened(path, migrations, opener or (lambda place: open_with(place, key)))
        try:
            connection.execute("PRAGMA synchronous = FULL")
            if sys.platform == "darwin":  # fsync alone does not reach the platter there
                connection.execute("PRAGMA fullfsync = ON")
                connection.execute("PRAGMA checkpoint_fullfsync = ON")
            clear_away(path)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing. It takes the write lock at once, so that what is read inside still holds when it is written."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk rolls back by itself
            connection.execute("ROLLBACK")
        raise


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Write a whole, compact copy to `target` (0600), or nothing. Raises sqlite3.Error and OSError."""
    unfinished = target.with_name(f"{target.name}.{os.urandom(4).hex()}.tmp")  # another window may be at the same
    os.close(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    try:
        connection.execute(f"VACUUM INTO {PATH}", (os.fsencode(unfinished),))
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
        sync(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _opened(path: Path, migrations: Sequence[str], opener: Opener) -> sqlite3.Connection:
    """A connection to the file which is at `path` now: it may just have been locked or unlocked in another window.

    Brought up to date, it holds its file, and nobody puts another one in its place.
    """
    while True:
        before = identity(path)
        connection = opener(path)
        try:
            bring_up_to_date(connection, path, migrations)
        except BaseException:
            connection.close()
            if identity(path) == before:
                raise
            continue
        if identity(path) == before:
            return connection
        connection.close()


def _reserve(path: Path) -> None:
    """Make the file before SQLite does, because -wal and -shm take over its mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        sync(path.parent)
    except FileExistsError:
        _emptied(path)
        if os.name == "posix" and path.stat().st_mode & 0o077:
            with suppress(OSError):
                path.chmod(0o600)


def _emptied(path: Path) -> None:
    """Raise StoreCorrupt for an empty file where there were records: SQLite would take it for new, and throw its log away.

    A first start that was killed leaves one, too, but with nothing beside it that tells of an earlier day.
    """
    until = time.monotonic() + EMPTY_S
    while path.stat().st_size == 0 and (signs := _signs(path)):
        if time.monotonic() > until:
            raise StoreCorrupt(
                _("{path} is empty, but its folder was in use before ({names}): what was written down may have been lost.").format(
                    path=path, names=", ".join(signs)
                ),
                _("Bring a backup back with `dtx restore FILE`; if nothing was ever written down here, delete the empty file."),
            )
        time.sleep(0.01)


def _signs(path: Path) -> list[str]:
    """What stands beside the records of a home that was in use."""
    log = path.with_name(f"{path.name}-wal")
    ours = {path.name, log.name, f"{path.name}-shm", f"{path.name}-journal", *NO_SIGN}
    found = [one.name for one in path.parent.iterdir() if one.name not in ours and one.suffix not in (".tmp", ".lock", ".update", ".new")]
    return sorted(found)[:3] + ([log.name] if log.exists() and log.stat().st_size else [])


def bring_up_to_date(connection: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> None:
    """Lay out what this dtx needs, step by step. Raises StoreProblem and its kinds for a file that is not one of ours."""
    found, known = _version(connection), len(migrations)
    if found < 0:
        raise damaged(path, _("is damaged"))
    if found > known:
        raise StoreTooNew(
            _("{path} was written by a newer dtx (store version {found}; this dtx knows {known}). It was left as it is.").format(
                path=path, found=found, known=known
            ),
            _("Update dtx, and open it again."),
        )
    if 0 < found < known:
        with _alone(path):
            if (found := _version(connection)) < known:  # else another window was quicker
                back_up(connection, path.with_name(f"{path.name}.v{found}.bak"))
                _migrate(connection, path, migrations)
    _use_wal(connection)
    if found < known:
        _migrate(connection, path, migrations)


def _migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[str]) -> None:
    """All of it or nothing, so that no window ever sees a store that is half as new as it should be."""
    with transaction(connection):
        found = _version(connection)
        if found == 0 and connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise damaged(path, _("is the database of another program"))
        for migration in migrations[found:]:
            for statement in statements(migration):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """While no other window makes the same backup and update."""
    from filelock import FileLock, Timeout  # late: it is needed once in the life of a version

    lock = path.with_name(f"{path.name}.update")
    try:
        with FileLock(lock, timeout=UPDATE_S):
            yield
            with suppress(OSError):  # whoever waits for it finds that all is done
                lock.unlink()
    except Timeout:
        raise StoreProblem(_("Another window has been updating the records for a minute."), _("Close it, and open dtx again.")) from None


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _use_wal(connection: sqlite3.Connection) -> None:
    """Changing the mode needs the file alone, and SQLite does not wait for that by itself.

    The mode alone takes no hold of the file: only who has looked into it in this mode keeps out those who lock and unlock.
    """
    until = time.monotonic() + BUSY_S
    while True:
        try:
            log_beside(connection)
            _version(connection)
            return
        except of_a_database() as error:
            if not str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_BUSY") or time.monotonic() > until:
                raise
            time.sleep(0.01)


def statements(script: str) -> Iterator[str]:
    """Cut a script into statements. `executescript` would end the transaction first."""
    statement = ""
    for piece in script.rstrip().removesuffix(";").split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
