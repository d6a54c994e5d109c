"""Files that are there whole, or not at all."""

import os
from collections.abc import Mapping
from contextlib import suppress
from errno import EPERM
from pathlib import Path
from secrets import token_hex

from dtx.errors import DtxError


def write_whole(files: Mapping[Path, bytes], home: Path) -> None:
    """Write all of them beside their places, sync, then put each in place (0600).

    Raises DtxError and leaves what was there as it was. Nothing is written into `home`, where the records are.
    """
    beside: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in files.items():
            place = Path(os.path.realpath(path))
            if place.is_relative_to(os.path.realpath(home)):
                raise PermissionError(EPERM, "it is among dtx's own files")
            if place.exists() and not place.is_file():  # a device or a pipe takes it as it comes; a folder says that it is one
                with place.open("wb") as file:
                    file.write(content)
                continue
            beside[place] = place.with_name(f".{place.name}.{token_hex(4)}.tmp")
            write(beside[place], content)
        for place, unfinished in beside.items():
            unfinished.replace(place)
        for folder in {place.parent for place in beside}:
            sync(folder)
    except (OSError, ValueError) as error:
        for unfinished in beside.values():
            with suppress(OSError):
                unfinished.unlink()
        why = getattr(error, "strerror", None) or "it is no name of a file"
        raise DtxError(f"{path} could not be written ({why}).", "Choose another place or make room; nothing was changed.") from error


def write(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(content)
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
