"""Trust: which code may run. A folder's code is known by the SHA-256 over the folder, and runs only when that is pinned."""

import hashlib
import json
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dtx.engine.words import clean
from dtx.errors import PluginProblem
from dtx.language import _
from dtx.paths import make_private, reason, refusal

MOST_FILES = 500
MOST_FILE_BYTES = 2 * 1024 * 1024
MOST_BYTES = 20 * 1024 * 1024
DEEPEST = 6
"""How many names a path inside the folder may have."""


NOT_COUNTED = "__pycache__"
"""Compiled files do not count: they are neither hashed nor ever imported."""

AUTHORS_OWN = re.compile(r"(?:.*/)?\..*|test_[^/]*\.py|tests|plugin\.schema\.json")
"""Hidden files, tests and what an editor needs are not handed over."""

SIGNATURE = "SIGNATURE.minisig"
"""Signs the hash of all else, so it cannot be part of it."""

PUBLIC_KEY = "minisign.pub"
"""The key of whoever signs, beside what is signed; it is hashed like all else."""

MANIFEST = "plugin.yaml"

WORDS = re.compile(r"words\.([a-z]{2,3})\.yaml")
"""The name of a file of translations, with the language in it."""

MOST_TEXT_BYTES = 4_096
"""A picture drawn with characters is smaller than this."""

REVOKED: frozenset[str] = frozenset()
"""Hashes of folders that turned out to do harm. Nothing of them runs, whoever approved it."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A plugin's folder as it was hashed: everything that is used of it later comes from these bytes, not from the disk.

    `code` has the bytes of each `.py` file by its path inside the folder, with `/`; `written` those of its plugin.yaml; `texts`
    those of small `.txt` files, which may be pictures; `words` those of the files of translations, by language.
    """

    folder: Path
    sha256: str
    code: Mapping[str, bytes]
    names: tuple[str, ...] = ()
    written: bytes | None = None
    signature: bytes | None = None
    texts: Mapping[str, bytes] = field(default_factory=dict)
    key: bytes | None = None
    words: Mapping[str, bytes] = field(default_factory=dict)


def read_tree(folder: Path) -> Tree:
    """Read and hash a folder: sorted names and contents, each with its length before it; times and compiled files do not count.

    Raises `PluginProblem` for links, devices, names that clash on other systems, and for more than the limits allow.
    """
    try:
        found = sorted(_files(folder, folder.name))
        return tree_of(folder, ((name, plain_bytes(path, folder.name, name)) for name, path in found))
    except OSError as error:
        raise PluginProblem(
            folder.name,
            _("The plugin '{name}' cannot be read: {strerror}.").format(name=folder.name, strerror=reason(error)),
            _("Check the permissions of its folder."),
        ) from None


def read_files(folder: Path, passed: list[str]) -> dict[str, bytes]:
    """The files of a folder by their path inside it, in the order of their names, and its signature.

    What is for the author alone is left out, and its name added to `passed`. Raises `PluginProblem` as `read_tree` does.
    """
    try:
        found = sorted(_files(folder, folder.name, passed))
        return {name: plain_bytes(path, folder.name, name) for name, path in found}
    except OSError as error:
        raise PluginProblem(
            folder.name,
            _("The plugin '{name}' cannot be read: {strerror}.").format(name=folder.name, strerror=reason(error)),
            _("Check the permissions of its folder."),
        ) from None


def tree_of(folder: Path, files: Iterable[tuple[str, bytes]]) -> Tree:
    """The tree of these files, given in the order of their names; it need not be on disk."""
    digest = hashlib.sha256()
    names: list[str] = []
    code: dict[str, bytes] = {}
    texts: dict[str, bytes] = {}
    words: dict[str, bytes] = {}
    written = signature = key = None
    for name, data in files:
        if name == SIGNATURE:
            signature = data
            continue
        names.append(name)
        for part in (name.encode(), data):
            digest.update(len(part).to_bytes(8, "big") + part)
        if name.endswith(".py"):
            code[name] = data
        elif name == MANIFEST:
            written = data
        elif name == PUBLIC_KEY:
            key = data
        elif name.endswith(".txt") and len(data) <= MOST_TEXT_BYTES:
            texts[name] = data
        elif found := WORDS.fullmatch(name):
            words[found[1]] = data
    return Tree(folder, digest.hexdigest(), code, tuple(names), written, signature, texts, key, words)


def tree_sha256(folder: Path) -> str:
    """The SHA-256 over a folder, in hex. Raises `PluginProblem` as `read_tree` does."""
    return read_tree(folder).sha256


def plain_bytes(path: Path, plugin: str, name: str, most: int = MOST_FILE_BYTES) -> bytes:
    """What is in an ordinary file. It may have become something else since it was listed: no link is followed, no pipe waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise _refused(plugin, _("has a link or device, '{name}'").format(name=name), _("Put the file itself into the folder."))
        data = file.read(most + 1)
    if len(data) > most:
        raise _refused(
            plugin,
            _("has a file over {most} MB, '{name}'").format(most=most // 1024**2, name=name),
            _("Make it smaller; sound can be OGG."),
        )
    return data


def _files(folder: Path, plugin: str, passed: list[str] | None = None) -> Iterator[tuple[str, Path]]:
    """Each file that counts, by its name with `/` in NFC, so that the hash is the same on every system.

    Where `passed` is given, what is for the author alone does not count either, and is named there.
    """
    seen: set[str] = set()
    total = 0
    waiting = [("", folder)]
    while waiting:
        above, here = waiting.pop()
        with os.scandir(here) as found:
            for entry in found:
                if entry.name == NOT_COUNTED or entry.name.endswith(".pyc"):
                    continue
                name = unicodedata.normalize("NFC", above + entry.name)
                if passed is not None and AUTHORS_OWN.fullmatch(name):
                    passed.append(name)
                    continue
                mode = entry.stat(follow_symlinks=False)
                if not name.isprintable():  # bytes that are no UTF-8, too, which could not be hashed alike everywhere
                    raise _refused(
                        plugin, _("has a file whose name cannot be shown, {clean!r}").format(clean=clean(name)), _("Give it a plain name.")
                    )
                if name.casefold() in seen:
                    raise _refused(
                        plugin, _("has two files called '{name}' but for capitals or accents").format(name=name), _("Rename one of them.")
                    )
                seen.add(name.casefold())
                if name.count("/") >= DEEPEST:
                    raise _refused(
                        plugin, _("has folders more than {deepest} deep").format(deepest=DEEPEST), _("Move its files further up.")
                    )
                if len(seen) > MOST_FILES:
                    raise _refused(plugin, TOO_MUCH, _("Leave out what it does not need."))
                if stat.S_ISDIR(mode.st_mode):
                    waiting.append((f"{name}/", Path(entry.path)))
                    continue
                if not stat.S_ISREG(mode.st_mode):
                    raise _refused(plugin, _("has a link or device, '{name}'").format(name=name), _("Put the file itself into the folder."))
                total += mode.st_size
                if mode.st_size > MOST_FILE_BYTES:
                    raise _refused(plugin, _("has a file over 2 MB, '{name}'").format(name=name), _("Make it smaller; sound can be OGG."))
                if total > MOST_BYTES:
                    raise _refused(plugin, TOO_MUCH, _("Leave out what it does not need."))
                yield name, Path(entry.path)


TOO_MUCH = _("has more than {most_files} files or 20 MB").format(most_files=MOST_FILES)


def _refused(plugin: str, what: str, remedy: str) -> PluginProblem:
    return PluginProblem(plugin, _("The plugin '{plugin}' {what}.").format(plugin=plugin, what=what), remedy)


class Trusted(Protocol):
    """Who remembers what a person has approved."""

    def pinned(self, plugin: str) -> str | None:
        """The SHA-256 that was approved for a plugin, or None."""

    def stamp(self) -> str:
        """Changes whenever an approval does."""


def kept_pin(plugin: str, sha256: str) -> str:
    """What the approval of an older copy is kept under, while an unfinished session still needs that copy."""
    return f"{plugin}@{sha256}"


APPROVALS = "trusted.json"


class TrustFile:
    """Approvals in a JSON file, plugin id to SHA-256. A file that cannot be read approves nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept: tuple[object, dict[str, str]] = (None, {})

    def pinned(self, plugin: str) -> str | None:
        return self._pins().get(plugin)

    def pin(self, plugin: str, sha256: str) -> None:
        self._write(self._pins() | {plugin: sha256})

    def unpin(self, plugin: str) -> bool:
        """Take an approval back, and those of older copies. Returns whether there was one."""
        pins = self._pins()
        left = {name: sha256 for name, sha256 in pins.items() if name.partition("@")[0] != plugin}
        if len(left) < len(pins):
            self._write(left)
        return len(left) < len(pins)

    def keep_for(self, plugin: str, sha256: str) -> None:
        """Let the copy with this hash stay approved, if it is, when another one takes its place."""
        if self._pins().get(plugin) == sha256:
            self.pin(kept_pin(plugin, sha256), sha256)

    def unpin_kept(self, plugin: str, sha256: str) -> None:
        self.drop(kept_pin(plugin, sha256))

    def drop(self, name: str) -> None:
        """Forget what is kept under this very name."""
        pins = dict(self._pins())
        if pins.pop(name, None) is not None:
            self._write(pins)

    def stamp(self) -> str:
        return json.dumps(self._pins(), sort_keys=True)

    def _pins(self) -> dict[str, str]:
        """Read again whenever the file has changed: a thousand plugins ask for it one after the other."""
        try:
            state = self.path.stat()
            mark = (state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)
            if mark != self._kept[0]:
                pins = json.loads(self.path.read_text(encoding="utf-8"))
                self._kept = mark, {str(plugin): str(sha256) for plugin, sha256 in pins.items()} if isinstance(pins, dict) else {}
        except (OSError, ValueError, RecursionError):
            return {}
        return self._kept[1]

    def _write(self, pins: Mapping[str, str]) -> None:
        make_private(self.path.parent)
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        try:
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(dict(sorted(pins.items())), indent=1), encoding="utf-8")
            draft.replace(self.path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise refusal(error, self.path) from error
        self._kept = None, {}
