"""Trust: which code may run. A folder's code is known by the SHA-256 over the folder, and runs only when that is pinned."""

import hashlib
import json
import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dtx.errors import PluginProblem
from dtx.paths import make_private

MOST_FILES = 500
MOST_FILE_BYTES = 2 * 1024 * 1024
MOST_BYTES = 20 * 1024 * 1024
DEEPEST = 6
"""How many names a path inside the folder may have."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A plugin's folder as it was hashed. `code` has the bytes of each `.py` file by its path inside the folder, with `/`."""

    folder: Path
    sha256: str
    code: Mapping[str, bytes]


def read_tree(folder: Path) -> Tree:
    """Read and hash a folder: sorted names and contents, each with its length before it; times and compiled files do not count.

    Raises `PluginProblem` for links, devices, names that clash on other systems, and for more than the limits allow.
    """
    digest = hashlib.sha256()
    code: dict[str, bytes] = {}
    try:
        for name, path in sorted(_files(folder, folder.name)):
            data = path.read_bytes()
            for part in (name.encode(), data):
                digest.update(len(part).to_bytes(8, "big") + part)
            if name.endswith(".py"):
                code[name] = data
    except OSError as error:
        raise PluginProblem(
            folder.name, f"The plugin '{folder.name}' cannot be read: {error.strerror}.", "Check the permissions of its folder."
        ) from None
    return Tree(folder, digest.hexdigest(), code)


def tree_sha256(folder: Path) -> str:
    """The SHA-256 over a folder, in hex. Raises `PluginProblem` as `read_tree` does."""
    return read_tree(folder).sha256


def _files(folder: Path, plugin: str) -> Iterator[tuple[str, Path]]:
    """Each file that counts, by its name with `/` in NFC, so that the hash is the same on every system."""
    seen: set[str] = set()
    total = 0
    waiting = [("", folder)]
    while waiting:
        above, here = waiting.pop()
        with os.scandir(here) as found:
            entries = list(found)
        for entry in entries:
            name = unicodedata.normalize("NFC", above + entry.name)
            if entry.name == "__pycache__" or entry.name.endswith(".pyc"):
                continue
            mode = entry.stat(follow_symlinks=False)
            if name.casefold() in seen:
                raise _refused(plugin, f"has two files called '{name}' but for capitals or accents", "Rename one of them.")
            seen.add(name.casefold())
            if name.count("/") >= DEEPEST:
                raise _refused(plugin, f"has folders more than {DEEPEST} deep", "Move its files further up.")
            if stat.S_ISDIR(mode.st_mode):
                waiting.append((f"{name}/", Path(entry.path)))
                continue
            if not stat.S_ISREG(mode.st_mode):
                raise _refused(plugin, f"has a link or device, '{name}'", "Put the file itself into the folder.")
            total += mode.st_size
            if mode.st_size > MOST_FILE_BYTES:
                raise _refused(plugin, f"has a file over 2 MB, '{name}'", "Make it smaller; sound can be OGG.")
            if len(seen) > MOST_FILES or total > MOST_BYTES:
                raise _refused(plugin, f"has more than {MOST_FILES} files or 20 MB", "Leave out what it does not need.")
            yield name, Path(entry.path)


def _refused(plugin: str, what: str, remedy: str) -> PluginProblem:
    return PluginProblem(plugin, f"The plugin '{plugin}' {what}.", remedy)


class Trusted(Protocol):
    """Who remembers what a person has approved."""

    def pinned(self, plugin: str) -> str | None:
        """The SHA-256 that was approved for a plugin, or None."""

    def stamp(self) -> str:
        """Changes whenever an approval does."""


class TrustFile:
    """Approvals in a JSON file, plugin id to SHA-256. A file that cannot be read approves nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pinned(self, plugin: str) -> str | None:
        return self._pins().get(plugin)

    def pin(self, plugin: str, sha256: str) -> None:
        self._write(self._pins() | {plugin: sha256})

    def unpin(self, plugin: str) -> bool:
        """Take an approval back. Returns whether there was one."""
        pins = self._pins()
        found = pins.pop(plugin, None) is not None
        if found:
            self._write(pins)
        return found

    def stamp(self) -> str:
        return json.dumps(self._pins(), sort_keys=True)

    def _pins(self) -> dict[str, str]:
        try:
            pins = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(plugin): str(sha256) for plugin, sha256 in pins.items()} if isinstance(pins, dict) else {}

    def _write(self, pins: Mapping[str, str]) -> None:
        make_private(self.path.parent)
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(dict(sorted(pins.items())), indent=1), encoding="utf-8")
        draft.replace(self.path)
