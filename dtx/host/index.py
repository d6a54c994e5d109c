"""The shelf's index: what the list shows, kept in a file of its own that may be deleted or damaged at any time."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import finalize

from dtx.engine.words import whole
from dtx.errors import DtxError
from dtx.paths import make_private

if TYPE_CHECKING:
    from dtx.host.reading import Reading

Result = TypeVar("Result")

VERSION = 2
MOST_VIEWS = 8
"""How many ways of looking (safe, narrowed, with extra folders) are remembered."""

SCHEMA = f"""
CREATE TABLE note(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE folder(path TEXT PRIMARY KEY, stamp TEXT NOT NULL, reading TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE view(number INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, fingerprint TEXT NOT NULL);
CREATE TABLE plugin(view TEXT, rank INTEGER, id TEXT, path TEXT, source TEXT, approved INTEGER, PRIMARY KEY(view, rank)) WITHOUT ROWID;
CREATE INDEX plugin_id ON plugin(view, id, rank);
CREATE TABLE activity(view TEXT, rank INTEGER, id TEXT, plugin TEXT, title TEXT, summary TEXT, minutes REAL, available INTEGER,
                      why_not TEXT, source TEXT, PRIMARY KEY(view, rank)) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list. What is not `available` is shown greyed, with one sentence that says why not."""

    id: str
    plugin: str
    title: str
    summary: str
    minutes: float
    available: bool
    why_not: str | None
    source: str


class Index:
    """Tables over SQLite. Where the file cannot be used, the same tables are kept in memory; nothing here is worth an error."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._memory: sqlite3.Connection | None = None

    def listed(self, view: str, limit: int | None = None) -> list[Listed]:
        """The first lines of the list, straight from the table. Empty when nothing has been written for this view yet."""
        query = "SELECT id, plugin, title, summary, minutes, available, why_not, source FROM activity WHERE view = ? ORDER BY rank LIMIT ?"
        rows = self._try(lambda db: db.execute(query, (view, -1 if limit is None else limit)).fetchall())
        return [Listed(r[0], r[1], r[2], r[3], r[4], bool(r[5]), r[6], r[7]) for r in rows]

    def fingerprint(self, view: str) -> str | None:
        rows = self._try(lambda db: db.execute("SELECT fingerprint FROM view WHERE name = ?", (view,)).fetchall())
        return rows[0][0] if rows else None

    def note(self, name: str) -> str | None:
        rows = self._try(lambda db: db.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchall())
        return rows[0][0] if rows else None

    def keep_note(self, name: str, value: str) -> None:
        self._try(lambda db: db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value)).fetchall())

    def plugins(self, view: str, plugin: str | None = None) -> list[tuple[str, str, str, bool]]:
        """(id, path, source, approved), in the order in which they claim their ids."""
        asked = plugin and whole(plugin)
        query = "SELECT id, path, source, approved FROM plugin WHERE view = ? AND (? IS NULL OR id = ?) ORDER BY rank"
        rows = self._try(lambda db: db.execute(query, (view, asked, asked)).fetchall())
        return [(row[0], os.fsdecode(row[1]), row[2], bool(row[3])) for row in rows]

    def folders(self) -> "dict[str, tuple[str, Reading]]":
        """Stamp and reading of each folder that was ever looked at, by path."""
        rows = self._try(lambda db: db.execute("SELECT path, stamp, reading FROM folder").fetchall())
        return readable(rows)

    def folder(self, path: str) -> "tuple[str, Reading] | None":
        """Stamp and reading of one folder."""
        rows = self._try(lambda db: db.execute("SELECT path, stamp, reading FROM folder WHERE path = ?", (storable(path),)).fetchall())
        return next(iter(readable(rows).values()), None)

    def keep_readings(self, readings: "Mapping[str, tuple[str, Reading]]", gone: Sequence[str] = ()) -> None:
        def write(db: sqlite3.Connection) -> list[Any]:
            rows = [(storable(path), mark, reading.to_text()) for path, (mark, reading) in readings.items()]
            db.executemany("INSERT OR REPLACE INTO folder VALUES (?, ?, ?)", rows)
            db.executemany("DELETE FROM folder WHERE path = ?", [(storable(path),) for path in gone])
            return []

        self._try(write)

    def keep_view(self, view: str, fingerprint: str, plugins: Sequence[tuple[str, str, str, bool]], lines: Sequence[Listed]) -> None:
        """Replace what a view shows, all at once."""

        def write(db: sqlite3.Connection) -> list[Any]:
            db.execute("INSERT OR REPLACE INTO view(name, fingerprint) VALUES (?, ?)", (view, fingerprint))
            old = [row[0] for row in db.execute("SELECT name FROM view ORDER BY number DESC LIMIT -1 OFFSET ?", (MOST_VIEWS,))]
            for name in [view, *old]:
                db.execute("DELETE FROM plugin WHERE view = ?", (name,))
                db.execute("DELETE FROM activity WHERE view = ?", (name,))
            db.executemany("DELETE FROM view WHERE name = ?", [(name,) for name in old])
            claims = [(view, i, whole(name), storable(path), source, approved) for i, (name, path, source, approved) in enumerate(plugins)]
            db.executemany("INSERT INTO plugin VALUES (?, ?, ?, ?, ?, ?)", claims)
            shown = [(view, i, *(whole(one) if isinstance(one, str) else one for one in astuple(line))) for i, line in enumerate(lines)]
            db.executemany("INSERT INTO activity VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", shown)
            return []

        self._try(write)

    def forget_views(self) -> None:
        """Let the next look write every view again; what they show stays until then."""
        self._try(lambda db: db.execute("UPDATE view SET fingerprint = ''").fetchall())

    def _try(self, work: Callable[[sqlite3.Connection], list[Result]]) -> list[Result]:
        """Do it; a damaged file is thrown away and made anew, and one that cannot be written is left for one in memory."""
        if self._memory is None:
            for _ in range(2):
                try:
                    with self._file() as db:
                        return work(db)
                except (sqlite3.DatabaseError, OSError, DtxError) as error:
                    damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
                    if not damaged and "no such" not in str(error):  # locked, read-only, or no room
                        break
                    with suppress(OSError):
                        self.path.unlink()
            self._memory = sqlite3.connect(":memory:", check_same_thread=False)
            finalize(self, self._memory.close)
            self._memory.executescript(SCHEMA)
        with self._memory as db:
            return work(db)

    @contextmanager
    def _file(self) -> Iterator[sqlite3.Connection]:
        """One connection for each piece of work: none stays open, so that the file may go at any time, on Windows too."""
        if not self.path.exists():
            make_private(self.path.parent)
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600))
        with closing(sqlite3.connect(self.path, timeout=2)) as db:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, VERSION):
                raise sqlite3.DatabaseError("written by another dtx")
            db.execute("PRAGMA synchronous = OFF")  # after a power cut it is rebuilt
            if version == 0:
                db.executescript(f"BEGIN IMMEDIATE;{SCHEMA}COMMIT;")
            with db:
                yield db


def storable(path: str) -> str | bytes:
    """A path as SQLite can hold it: one with half a character in it is kept as the bytes that the disk has."""
    return path if whole(path) == path else os.fsencode(path)


def readable(rows: Iterable[tuple[str | bytes, str, str]]) -> "dict[str, tuple[str, Reading]]":
    """Readings by path, without those whose text is damaged: such a folder is read again."""
    from dtx.host.reading import Reading  # the list needs none of it

    kept = {}
    for path, mark, text in rows:
        with suppress(ValueError, TypeError, KeyError):
            kept[os.fsdecode(path)] = (mark, Reading.from_text(text))
    return kept
