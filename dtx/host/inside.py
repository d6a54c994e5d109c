"""What is inside a plugin's folder, by name: no links, and no more than a plugin may have."""

import os
import stat
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

MOST_FILES = 500
DEEPEST = 6
"""As for trust: a folder with more is refused as a whole."""


def files_in(folder: Path) -> dict[str, int]:
    """The size of each ordinary file by its name with `/`."""
    return dict(sized for sized, _ in zip(_files(folder), range(MOST_FILES), strict=False))


def _files(folder: Path) -> Iterator[tuple[str, int]]:
    waiting = [("", folder)]
    while waiting:
        above, here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
                for entry in inside:
                    state = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(state.st_mode) and above.count("/") < DEEPEST - 1:
                        waiting.append((f"{above}{entry.name}/", Path(entry.path)))
                    elif stat.S_ISREG(state.st_mode):
                        yield above + entry.name, state.st_size
        except OSError:
            continue


def own_licence(name: str, patterns: Iterable[str]) -> bool:
    """Whether one of these names, or patterns such as `voice/*`, means the file."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)
