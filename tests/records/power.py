"""Power cuts: a file system that writes down what SQLite writes and syncs, and every state in which a disk may be left.

What was synced is there. What was not may be there, may be missing, and may be there in part, cut at a sector (512 bytes):
each write by itself, in any order. A file that was made and never synced may be missing as a whole.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw

SECTOR = 512
KEPT, DROPPED, TORN = "kept", "dropped", "torn"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that reached the file system: `data` at `offset` written, cut to `offset` bytes, synced or deleted."""

    file: str
    what: str
    offset: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """Everything that happened, in order, and after how many steps the writer was told that something is safe."""

    start: dict[str, bytes] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)

    def note(self, *step: Any) -> None:
        self.steps.append(Step(*step))

    def acknowledge(self) -> None:
        """What was written last is promised from here on."""
        self.acknowledged.append(len(self.steps))

    def promised(self, cut: int) -> int:
        """How many promises had been made when the power went after `cut` steps."""
        return sum(at <= cut for at in self.acknowledged)

    def image(self, cut: int, choose: Callable[[], str]) -> dict[str, bytes]:
        """What may be on the disk when the power goes after `cut` steps. `choose` says what became of each write that was not synced."""
        files = {name: bytearray(content) for name, content in self.start.items()}
        pending: dict[str, list[Step]] = {}
        for step in self.steps[:cut]:
            if step.what == "sync":
                for one in pending.pop(step.file, []):
                    apply(files, one)
            elif step.what == "delete":  # a name goes at once; what was written before it is of no importance any more
                pending.pop(step.file, None)
                files.pop(step.file, None)
            else:
                pending.setdefault(step.file, []).append(step)
        for waiting in pending.values():
            for step in waiting:
                how = choose()
                if how == KEPT:
                    apply(files, step)
                elif how == TORN and step.what == "write":
                    apply(files, Step(step.file, "write", step.offset, step.data[: SECTOR * (len(step.data) // SECTOR // 2)]))
        return {name: bytes(content) for name, content in files.items()}

    def images(self, chance: Random, each: int) -> Iterator[tuple[int, str, dict[str, bytes]]]:
        """For every moment: all that waits dropped, all kept, and `each` mixtures."""
        for cut in range(len(self.steps) + 1):
            yield cut, DROPPED, self.image(cut, lambda: DROPPED)
            yield cut, KEPT, self.image(cut, lambda: KEPT)
            for _ in range(each):
                yield cut, "mixed", self.image(cut, lambda: chance.choice((KEPT, DROPPED, TORN)))


def apply(files: dict[str, bytearray], step: Step) -> None:
    content = files.setdefault(step.file, bytearray())
    if step.what == "truncate":
        del content[step.offset :]
        content.extend(b"\0" * (step.offset - len(content)))
    else:
        content.extend(b"\0" * (step.offset - len(content)))
        content[step.offset : step.offset + len(step.data)] = step.data


class LoggedFile(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        self.disk = disk
        self.path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name).name if name else ""
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self.disk.note(self.path, "write", offset, bytes(data))

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        self.disk.note(self.path, "truncate", size)

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self.disk.note(self.path, "sync")


class LoggedSystem(apsw.VFS):
    """The usual file system, written down in `disk`. Temporary files have no name, and nobody looks for them after a power cut."""

    def __init__(self, name: str, disk: Disk) -> None:
        self.disk, self.name = disk, name
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return LoggedFile(self.disk, name, flags) if name else apsw.VFSFile("", name, flags)

    def xDelete(self, name: str, sync: bool) -> None:
        super().xDelete(name, sync)
        self.disk.note(Path(name).name, "delete")


class Connection:
    """An apsw connection with the face of sqlite3's, as far as the store looks at it."""

    def __init__(self, path: Path, system: LoggedSystem, pragmas: Sequence[str]) -> None:
        self._connection = apsw.Connection(str(path), vfs=system.name)
        self._connection.set_busy_timeout(5000)
        self._pragmas = pragmas

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        done = self._connection.execute(sql, tuple(values))
        if sql == "PRAGMA synchronous = FULL":  # the store has set itself up; from here on it is as the test wants it
            for pragma in self._pragmas:
                self._connection.execute(pragma).fetchall()
        return done

    def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> Any:
        return self._connection.executemany(sql, rows)

    @property
    def in_transaction(self) -> bool:
        return bool(self._connection.in_transaction)

    def close(self) -> None:
        self._connection.close()
