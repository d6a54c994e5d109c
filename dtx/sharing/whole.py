"""Files that are there whole, or not at all."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from errno import EINVAL, EISDIR, EPERM
from pathlib import Path
from secrets import token_hex

from dtx.engine.export import Content, pieces
from dtx.errors import DtxError
from dtx.language import _
from dtx.paths import reason

BUFFER = 1 << 18
"""Bytes that are written at once: a session's line is shorter, and there may be many."""


def write_whole(files: Mapping[Path, Content], home: Path, leaving: Callable[[], None] = lambda: None) -> None:
    """Write all of them beside their places, sync, then put each in place (0600). `leaving` is called just before anybody could see one.

    Raises DtxError and leaves what was there as it was, also when content that comes in pieces breaks off. Nothing is written
    into `home`, where the records are.
    """
    beside: dict[Path, Path] = {}
    devices: dict[Path, Content] = {}
    path = Path()
    try:
        for path, content in files.items():
            place = placed(path)
            if place.is_relative_to(os.path.realpath(home)):
                raise PermissionError(EPERM, _("it is among dtx's own files"))
            if place.is_dir():
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
            if place.exists() and not place.is_file():  # a device or a pipe takes it as it comes
                devices[path] = content
                continue
            beside[place] = place.with_name(f".{place.name}.{token_hex(4)}.tmp")
            write(beside[place], content)
        leaving()
        for path, content in devices.items():
            with path.open("wb") as file:
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
        for unfinished in beside.values():  # those that came into their places are gone from here
            with suppress(OSError):
                unfinished.unlink()


def placed(path: Path) -> Path:
    """Where the path leads. Raises OSError for one that can be no name."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        raise OSError(EINVAL, _("it is no name of a file")) from None


def write(path: Path, content: Content) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb", BUFFER) as file:
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
