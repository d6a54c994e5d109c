"""SQLite's errors become ours here, once: each a sentence that says what is wrong and one that says what to do."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dtx.errors import StoreCorrupt, StoreFull, StoreProblem, StoreReadOnly
from dtx.language import _
from dtx.paths import refusal

FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE", "SQLITE_IOERR_SHMSIZE")
READ_ONLY = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")
CORRUPT = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")


class Continued(StoreProblem):
    """The session went on elsewhere, so these events no longer fit behind what is stored. Trying again cannot help."""


@contextmanager
def mapped(path: Path) -> Iterator[None]:
    """Raise what SQLite or the system says about the store at `path` as one of our own errors."""
    try:
        yield
    except of_a_database(UnicodeDecodeError) as error:
        raise explain(error, path) from error
    except OSError as error:
        raise refusal(error, path) from error


def of_a_database(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """The kinds of error that SQLite has, and SQLCipher, where it is in use."""
    cipher = sys.modules.get("sqlcipher3.dbapi2")
    return (*others, sqlite3.Error) if cipher is None else (*others, sqlite3.Error, cipher.Error)


def explain(error: Exception, path: Path) -> StoreProblem:
    name = _name(error)
    if name.startswith(FULL):
        return StoreFull(
            _("There is no room left on the disk for {path}.").format(path=path),
            _("Free some space and go on; what was saved before is safe."),
        )
    if name.startswith(READ_ONLY):
        return StoreReadOnly(
            _("{path} cannot be opened for writing.").format(path=path),
            _("Make it and its folder writable, or choose another folder with DTX_HOME."),
        )
    if damages(error):
        return damaged(path, _("is damaged, or is not a dtx database"))
    if name.startswith(BUSY):
        return StoreProblem(_("Another window is busy writing the records."), _("Wait a moment and try again."))
    return StoreProblem(
        _("The records in {path} could not be used: {error}.").format(path=path, error=error), _("Run `dtx doctor` to see more.")
    )


def damages(error: Exception) -> bool:
    """Is it the file that is broken? Text that is none comes as a UnicodeDecodeError where SQLite quotes it in its own words."""
    return isinstance(error, UnicodeDecodeError) or _name(error).startswith(CORRUPT) or "Could not decode" in str(error)


def damaged(path: Path, what: str) -> StoreCorrupt:
    return StoreCorrupt(
        _("{path} {what}. It was left as it is.").format(path=path, what=what),
        _("Keep a copy of the file, run `dtx doctor`, and bring a backup back with `dtx restore FILE`."),
    )


def busy(error: Exception) -> bool:
    """Is somebody else at the file just now?"""
    return _name(error).startswith(BUSY)


def _name(error: Exception) -> str:
    return getattr(error, "sqlite_errorname", None) or ""  # the sqlite3 module's own errors have none
