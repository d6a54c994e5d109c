"""A claim says that a session is going on in this process. The system drops it when the process dies, however it dies.

So a second window can tell a session that is live in the first from one that was left behind. A child process that is
forked without exec would share the claim and keep it alive: start children with `spawn` or `subprocess`.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dtx.errors import StoreProblem
from dtx.language import _
from dtx.paths import live, make_private, refusal
from dtx.records.chain import genesis

if TYPE_CHECKING:
    from filelock import BaseFileLock

CLAIM_S = 1.0
"""Long enough to outlast another window that is only looking."""
LOOK_S = 0.05


@contextmanager
def claim(home: Path, session_id: str) -> Iterator[None]:
    """Hold the session while the block runs. Raises StoreProblem when another window holds it."""
    make_private(home)
    make_private(live(home))
    path = _path(home, session_id)
    lock = _take(path)
    try:
        yield
    finally:
        _drop(lock, path)


def is_live(home: Path, session_id: str) -> bool:
    """Does a running process hold this session? A claim that a dead process left is cleared away."""
    return _held(_path(home, session_id), LOOK_S)


def _take(path: Path) -> "BaseFileLock":
    from filelock import Timeout

    lock = _lock(path)
    try:
        while True:
            lock.acquire(timeout=CLAIM_S, poll_interval=0.01)
            # a window that let go may have taken the file away between our opening and our locking it
            if _held(path, 0):
                return lock
            lock.release()
    except Timeout:
        raise StoreProblem(_("This session is open in another window."), _("Go on there, or close that window first.")) from None
    except OSError as error:
        raise refusal(error, path) from error


def _held(path: Path, timeout: float) -> bool:
    if not path.exists():
        return False
    from filelock import Timeout

    lock = _lock(path)
    try:
        lock.acquire(timeout=timeout, poll_interval=0.01)
    except Timeout:
        return True
    except OSError:  # a folder that may only be read: nobody can have claimed anything in it
        return False
    _drop(lock, path)
    return False


def _path(home: Path, session_id: str) -> Path:
    safe = re.fullmatch(r"[A-Za-z0-9_-]{1,100}", session_id)
    return live(home) / f"{session_id if safe else genesis(session_id)}.lock"


def _lock(path: Path) -> "BaseFileLock":
    from filelock import FileLock  # 85 ms

    return FileLock(path, mode=0o600, thread_local=False)


def _drop(lock: "BaseFileLock", path: Path) -> None:
    """Release, and take the file away: on POSIX while it is still held, so that nobody's new claim is deleted."""
    with suppress(OSError):
        if os.name == "posix":
            path.unlink()
    lock.release()
    with suppress(OSError):
        if os.name != "posix":
            path.unlink()
