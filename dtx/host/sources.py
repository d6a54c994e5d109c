"""Where plugins come from, in the order in which they may claim an id, and what tells that one of them has changed."""

import json
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from itertools import islice
from pathlib import Path

from dtx import paths

GROUP = "dtx.plugins"
BUNDLED, USER, FOLDER, INSTALLED = "bundled", "user", "folder", "installed"
HASH = re.compile(r"[0-9a-f]{64}")
MOST_MARKS = 2_000
"""A folder with more files than this is refused anyway, so there is no need to look at the rest."""


@dataclass(frozen=True, slots=True)
class Found:
    """A folder that may hold a plugin. `approved` says that its code may run as it is: it ships with dtx, or pip installed it.

    `source` is `bundled`, `user`, `folder`, or `installed` with the distribution's name and version.
    """

    path: str
    source: str
    approved: bool

    @property
    def id(self) -> str:
        return os.path.basename(self.path)  # noqa: PTH119 - a thousand of these are made while the person waits


COMING, GONE = ".coming-", ".gone-"
"""How folders are called that are being put in place, or were moved out of the way."""


def left_behind(home: Path) -> bool:
    """Whether a computer that stopped while something was installed left folders in the way."""
    try:
        return any(name.startswith((COMING, GONE)) for name in os.listdir(paths.plugins(home)))  # noqa: PTH208 - the person waits
    except OSError:
        return False


def kept_root(home: Path) -> Path:
    """Where older copies are kept for the sessions that began with them."""
    return paths.plugins(home) / ".kept"


def kept_folder(home: Path, plugin: str, sha256: str) -> Path:
    """Where the copy with this hash is, if it is kept."""
    return kept_root(home) / (sha256 if HASH.fullmatch(sha256) else "none") / plugin


def found(home: Path, extra: Sequence[Path], safe: bool, installed: Iterable[tuple[str, str]]) -> Iterator[Found]:
    """All folders, in order; with `safe`, only what ships with dtx. `installed` is what `entry_points` gave."""
    yield from (Found(path, BUNDLED, True) for path in folders_in(paths.bundled("plugins")))
    if safe:
        return
    yield from (Found(path, USER, False) for path in folders_in(paths.plugins(home)))
    for folder in extra:
        yield from (Found(path, FOLDER, False) for path in folders_in(folder.absolute()))
    yield from (Found(path, f"{INSTALLED} {release}", True) for path, release in installed)


def folders_in(root: Path) -> list[str]:
    """The folders directly inside one, by name; hidden ones are not plugins. None when it cannot be read."""
    try:
        with os.scandir(root) as entries:
            return sorted(entry.path for entry in entries if entry.name[0] not in "._" and leads_to_a_folder(entry))
    except OSError:
        return []


def leads_to_a_folder(entry: "os.DirEntry[str]") -> bool:
    """A link that leads round in a circle is no folder, and takes none of the others with it."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def stamp(path: str) -> str:
    """Names, sizes and times of all in a folder. It changes when a file does, and costs no reading."""
    marks: list[tuple[str, int, int, int]] = []
    waiting = [path]
    try:
        while waiting and len(marks) < MOST_MARKS:
            with os.scandir(waiting.pop()) as entries:
                for entry in islice(entries, MOST_MARKS):
                    if entry.name == "__pycache__":
                        continue
                    state = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(state.st_mode):
                        waiting.append(entry.path)
                    marks.append((entry.path, state.st_size, state.st_mtime_ns, state.st_ctime_ns))
    except OSError as error:
        return f"unreadable {error.errno}"
    return repr(sorted(marks))


def digest(parts: Iterable[str]) -> str:
    return blake2s("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def path_stamp() -> str:
    """Changes when pip installs or removes something: every way of doing so touches a folder on the import path."""
    return json.dumps([[entry, os.stat(entry).st_mtime_ns] for entry in sys.path if entry and os.path.isdir(entry)])  # noqa: PTH112, PTH116


def entry_points() -> list[tuple[str, str]]:
    """(folder, "distribution version") of each installed plugin; nothing of it is imported.

    An entry point names a top-level package, or one inside it; the package's folder is the plugin's.
    """
    from importlib.metadata import entry_points as installed
    from importlib.util import find_spec

    plugins = []
    for point in sorted(installed(group=GROUP), key=lambda point: point.name):
        top, *inside = point.value.partition(":")[0].strip().split(".")
        try:
            spec = find_spec(top)  # of a top-level name: looks, and runs nothing
        except (ImportError, ValueError):
            spec = None
        places = list(spec.submodule_search_locations or ()) if spec else []
        release = f"{point.dist.name} {point.dist.version}" if point.dist else point.name
        plugins.append((str(Path(places[0] if places else top, *inside)), release))
    return plugins
