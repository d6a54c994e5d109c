"""Files that are there whole, or not at all."""

import os
import re
import stat
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from errno import EINVAL, EISDIR, EPERM
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from dtx.engine.export import Content, pieces
from dtx.errors import DtxError
from dtx.language import _
from dtx.paths import reason

BUFFER = 1 << 18
"""Bytes that are written at once: a session's line is shorter, and there may be many."""


def write_whole(files: Mapping[Path, Content], home: Path, leaving: Callable[[], None] = lambda: None) -> None:
    """Write all of them beside their places, sync, then put each in place (0600). `leaving` is called just before anybody could see one.

    Raises DtxError and leaves what was there as it was, also when content that comes in pieces breaks off. Nothing is written
    into `home`, where the records are. What a process that was killed left beside the same place is cleared away first.
    """
    beside: dict[Path, Path] = {}
    streams: dict[Path, Content] = {}
    path = Path()
    held = ExitStack()
    try:
        for path, content in files.items():
            place = placed(path)
            if place.is_relative_to(os.path.realpath(home)):
                raise PermissionError(EPERM, _("it is among dtx's own files"))
            if place.is_dir():
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
            if is_stream(path):  # it takes it as it comes
                streams[path] = content
                continue
            clear_away(place)
            beside[place] = place.with_name(f".{place.name}.{token_hex(4)}.tmp")
            file = held.enter_context(made(beside[place]))
            fill(file, content)
            if os.name != "posix":  # what is open cannot be renamed there
                file.close()
        leaving()
        for path, content in streams.items():
            with stream(path) as file:
                file.writelines(pieces(content))
        for path, unfinished in beside.items():
            unfinished.replace(path)
        for folder in {place.parent for place in beside}:
            sync(folder)
    except OSError as error:
        why = reason(error, str(error))
        raise DtxError(
            _("{path} could not be written ({why}).").format(path=path, why=why),
            _("Choose another place or make room; nothing was changed."),
        ) from error
    finally:
        with suppress(OSError):  # a full disk has been told of, and closing says it once more
            held.close()
        for unfinished in beside.values():  # those that came into their places are gone from here
            with suppress(OSError):
                unfinished.unlink()


def companions(out: Path, more: Mapping[str, Content]) -> dict[Path, Content]:
    """Where what goes with `out` has its place, by endings that stand instead of its suffix. A device or a pipe has nothing beside it."""
    return {} if is_stream(out) else {out.with_name(f"{out.stem}{ending}"): content for ending, content in more.items()}


def is_stream(path: Path) -> bool:
    """Whether it is a device or a pipe, or a name for what is open already, such as /dev/stdout: then nothing can stand beside it."""
    if number(path) is not None:
        return True
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def number(path: Path) -> int | None:
    """The number of what this process has open, where the path is a name for it. What it leads to may have no name of its own."""
    ours = (f"/proc/{os.getpid()}/fd", "/dev/fd")
    with suppress(OSError, ValueError):
        for _link in range(40):
            if re.fullmatch("[0-9]{1,9}", path.name) and os.path.realpath(path.parent) in ours:
                return int(path.name)
            path = path.parent / path.readlink()  # OSError where it leads no further
    return None


def stream(path: Path) -> BinaryIO:
    found = number(path)
    return path.open("wb") if found is None else os.fdopen(os.dup(found), "wb")


def clear_away(place: Path) -> None:
    """Delete what was to come to this place, or beside it, and whose writer is gone: nobody holds it any more."""
    unfinished = re.compile(rf"\.{re.escape(place.stem)}(\..*)?\.[0-9a-f]{{8}}\.tmp", re.DOTALL)
    with suppress(OSError):
        for path in place.parent.iterdir():
            if unfinished.fullmatch(path.name):
                forsaken(path)


def forsaken(path: Path) -> None:
    """Delete it unless somebody holds it. Where that cannot be told, as on Windows, it stays."""
    if sys.platform == "win32":
        return
    import fcntl

    with suppress(OSError):
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(handle)


def placed(path: Path) -> Path:
    """Where the path leads. Raises OSError for one that can be no name."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        raise OSError(EINVAL, _("it is no name of a file")) from None


def write(path: Path, content: Content) -> None:
    with made(path) as file:
        fill(file, content)


def made(path: Path) -> BinaryIO:
    """A new file, held until it is closed or this process ends."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        file = os.fdopen(os.open(path, flags, 0o600), "wb", BUFFER)
        if sys.platform != "win32":
            import fcntl

            with suppress(OSError):  # not every disk knows how
                fcntl.flock(file, fcntl.LOCK_EX)
        if path.exists():  # else another window cleared it away before it was held
            return file
        file.close()


def fill(file: BinaryIO, content: Content) -> None:
    file.writelines(pieces(content))
    file.flush()
    os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Make the new names last through a power cut, where the system can."""
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
