"""Where a plugin's folder is put, replaced and taken away: whole or not at all, whenever the computer stops.

A folder that an unfinished session began with is kept aside until that session has ended.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from dtx import paths
from dtx.errors import DtxError, PluginProblem
from dtx.host.packing import Pack
from dtx.host.sources import COMING, GONE, kept_folder, kept_root, left_behind
from dtx.host.trust import TrustFile, read_tree
from dtx.language import _

LOCK = ".lock"
WAIT_S = 10


def handed_over(home: Path) -> TrustFile:
    """Which folders came out of a file, by plugin, each with its hash: all others are somebody's own work."""
    return TrustFile(home / "installed.json")


def came_out_of_a_file(home: Path, plugin: str, sha256: str) -> bool:
    """Whether the folder with this hash was installed, and is as it was then."""
    return sha256 in (handed_over(home).pinned(plugin) or "").split()


@contextmanager
def alone(home: Path, wait_s: float = WAIT_S) -> Iterator[None]:
    """While folders are moved. Raises DtxError where another dtx is moving some; a lock that a dead process left is none."""
    from filelock import FileLock, Timeout  # 85 ms

    root = paths.make_private(paths.plugins(home))
    try:
        with FileLock(root / LOCK, timeout=wait_s, mode=0o600):
            yield
    except Timeout:
        raise DtxError(_("Another dtx is installing or removing something just now."), _("Do it again in a moment.")) from None


def put(home: Path, pack: Pack, keep: bool) -> Path:
    """Write a plugin's folder and put it in the place of an older one; `keep` sets that one aside. Raises StoreProblem and DtxError."""
    with alone(home):
        return _put(home, pack, keep)


def _put(home: Path, pack: Pack, keep: bool) -> Path:
    root = paths.plugins(home)
    _tidy(root)
    coming = root / f"{COMING}{token_hex(4)}"
    try:
        for name, data in pack.files.items():
            write(coming / pack.name / name, data)
        fresh = read_tree(coming / pack.name).sha256
        if fresh != pack.tree(coming).sha256:
            raise DtxError(
                _("{name} could not be written as it is in the file.").format(name=pack.name), _("Try again; nothing was changed.")
            )
        record = handed_over(home)  # before and after: the computer may stop between
        record.pin(pack.name, f"{record.pinned(pack.name) or ''} {fresh}".strip())
        replace(home, coming / pack.name, root / pack.name, keep)
        record.pin(pack.name, fresh)
    except OSError as error:
        raise paths.refusal(error, root / pack.name) from error
    finally:
        shutil.rmtree(coming, ignore_errors=True)
    return root / pack.name


def write(path: Path, data: bytes) -> None:
    """A new file for its owner alone, on disk before anything relies on it."""
    paths.make_private(path.parent)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace(home: Path, fresh: Path, place: Path, keep: bool) -> None:
    """Let `fresh` take the place; what stood there comes back if that fails."""
    if not os.path.lexists(place):
        fresh.rename(place)
        return
    aside = paths.make_private(place.parent / f"{GONE}{token_hex(4)}") / place.name
    place.rename(aside)
    try:
        fresh.rename(place)
    except OSError:
        aside.rename(place)
        aside.parent.rmdir()
        raise
    settle(home, aside, keep)


def take_away(home: Path, plugin: str, keep: bool) -> None:
    """Delete a plugin's folder, or set it aside. Raises StoreProblem."""
    with alone(home):
        _take_away(home, plugin, keep)


def _take_away(home: Path, plugin: str, keep: bool) -> None:
    place = paths.plugins(home) / plugin
    try:
        aside = paths.make_private(place.parent / f"{COMING}{token_hex(4)}") / plugin  # such a one is deleted, should this break off
        place.rename(aside)
        settle(home, aside, keep)
    except OSError as error:
        raise paths.refusal(error, place) from error
    handed_over(home).unpin(plugin)


def settle(home: Path, aside: Path, keep: bool) -> None:
    """Keep what was moved out of the way for unfinished sessions, or let it go."""
    if keep:
        with suppress(PluginProblem, OSError):  # what cannot be read any more cannot be gone on with either
            kept = kept_folder(home, aside.name, read_tree(aside).sha256)
            paths.make_private(kept.parent)
            if not kept.exists():
                aside.rename(kept)
    if aside.is_symlink():
        aside.unlink()
    shutil.rmtree(aside.parent, ignore_errors=True)


def kept(home: Path) -> Iterator[tuple[str, str]]:
    """(plugin, hash) of each copy that is kept."""
    with suppress(OSError):
        for folder in sorted(kept_root(home).iterdir()):
            yield from ((plugin.name, folder.name) for plugin in folder.iterdir())


def let_go(home: Path, plugin: str, sha256: str) -> None:
    """Delete a copy that no session needs any more."""
    shutil.rmtree(kept_folder(home, plugin, sha256).parent, ignore_errors=True)


def tidy(home: Path) -> None:
    """Put right what a computer that stopped half-way left behind, unless another dtx is at it just now."""
    if left_behind(home):
        with suppress(DtxError, OSError), alone(home, 0):
            _tidy(paths.plugins(home))


def _tidy(root: Path) -> None:
    """What was moved aside comes back where nothing came in its place, and what was coming goes."""
    with suppress(OSError):
        for left in sorted(root.iterdir()):
            if left.name.startswith(GONE):
                for folder in left.iterdir():
                    if not os.path.lexists(root / folder.name):
                        folder.rename(root / folder.name)
            if left.name.startswith((GONE, COMING)):
                shutil.rmtree(left, ignore_errors=True)
