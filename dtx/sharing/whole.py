"""A file that is there whole, or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from dtx.errors import DtxError


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, sync, then put in place (0600). Raises DtxError and leaves what was there as it was."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise DtxError(
            f"{path} could not be written ({error.strerror}).", "Choose another place with --out; nothing was changed."
        ) from error
