"""Being somebody who may not write, also where the tests run as root."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

NOBODY = 65534


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder anybody may enter: pytest's own is private to the user who runs it."""
    folder = Path(tempfile.mkdtemp(prefix="dtx-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        rmtree(folder)


@contextmanager
def powerless(folder: Path) -> Iterator[None]:
    """Whoever runs this block may read `folder` and not write in it."""
    if os.geteuid() == 0:
        os.setresuid(NOBODY, NOBODY, 0)  # type: ignore[attr-defined, unused-ignore]
        try:
            yield
        finally:
            os.setresuid(0, 0, 0)  # type: ignore[attr-defined, unused-ignore]
        return
    before = stat.S_IMODE(folder.stat().st_mode)
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(before)
