"""Where spoken lines are: a person's own takes, then what ships with dtx, then what an engine made here."""

import json
import os
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import Literal

from dtx import paths
from dtx.errors import DtxError
from dtx.sound.clips import SUFFIXES, key_of
from dtx.sound.shipped import speaking

BEST_FIRST = "best_first.json"
MAKING = ".making-"
"""The beginning of the name of a folder in which a line is being made."""

LEFT_BEHIND_S = 3600.0

Voice = Literal["yours", "dtx", "engine", "none"]
"""Who is heard: a take of one's own, the voice that ships with dtx, an engine on this computer, or nobody but the caption."""


def voices(home: Path, plugin: Path | None = None) -> tuple[Path, ...]:
    """The folders to look for a line's clip in, best first, for `Clips`. `plugin` is the folder of the plugin that says it.

    Own takes are files `KEY.flac` (see `key_of`) in the plugin's `voice` folder or in the person's `media/voice`.
    """
    return (*own_and_shipped(home, plugin), *made_here(home))


def own_and_shipped(home: Path, plugin: Path | None = None) -> tuple[Path, ...]:
    takes = (plugin / "voice",) if plugin is not None else ()
    try:
        shipped = tuple(paths.bundled("media") / "voice" / voice for voice in speaking())
    except DtxError:  # an installation without them
        shipped = ()
    return (*takes, paths.media(home) / "voice", *shipped)


def made_here(home: Path) -> tuple[Path, ...]:
    """The folders of the cache: one for each way of speaking, those in use now before those of earlier days."""
    cache = folder(home)
    with suppress(OSError):
        found = {one.name: one for one in sorted(cache.iterdir()) if one.is_dir() and not one.name.startswith(MAKING)}
        first = [name for name in in_use(cache) if name in found]
        return tuple(found[name] for name in dict.fromkeys([*first, *found]))
    return ()


def folder(home: Path) -> Path:
    return paths.cache(home) / "voice"


def in_use(cache: Path) -> list[str]:
    try:
        names = json.loads((cache / BEST_FIRST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def use(cache: Path, names: Sequence[str]) -> None:
    """Keep which ways of speaking are in use, best first."""
    if in_use(cache) == list(names):
        return
    draft = cache / f".{BEST_FIRST}.{os.getpid()}"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(list(names)), encoding="utf-8")
    draft.replace(cache / BEST_FIRST)


def clip_of(text: str, folders: Iterable[Path]) -> Path | None:
    """The first clip of a line, or None."""
    key = key_of(text)
    files = (one / f"{key}{suffix}" for one in folders for suffix in SUFFIXES)
    return next((file for file in files if file.is_file()), None)


def whose(path: Path, recorded: Sequence[Path]) -> Voice:
    """Whose voice a clip has. The last folder of `recorded` is one that ships with dtx, and so are those beside it."""
    if path.parent not in recorded:
        return "engine"
    return "dtx" if path.parent.parent == recorded[-1].parent else "yours"


def prune(home: Path, texts: Iterable[str], now: float | None = None) -> int:
    """Delete clips of lines that nobody says any more, and older ones of lines that sound otherwise now. How many went."""
    said, seen, gone = {key_of(text) for text in texts}, set[str](), 0
    now = time.time() if now is None else now
    for one in made_here(home):
        for clip in one.iterdir():
            if clip.stem in said - seen:
                seen.add(clip.stem)
            elif clip.suffix in SUFFIXES:
                clip.unlink(missing_ok=True)
                gone += 1
        with suppress(OSError):  # it is not empty
            one.rmdir()
    cache = folder(home)
    for left in cache.glob(f"{MAKING}*") if cache.is_dir() else ():
        with suppress(OSError):
            if now - left.stat().st_mtime > LEFT_BEHIND_S:
                rmtree(left, ignore_errors=True)
    return gone
