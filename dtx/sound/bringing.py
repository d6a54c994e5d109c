"""Bringing sound in: what a therapist recorded somewhere becomes a clip like every other, and the original stays as it is."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import asdict
from pathlib import Path
from typing import Any

import dtx
from dtx.errors import DtxError
from dtx.language import _, language
from dtx.sound.brought import Brought, Unreadable

LIMIT_S = 600.0
START = (
    "import sys; sys.path.append(sys.argv.pop(1)); "
    "from dtx.language import speak; speak(sys.argv.pop(1)); from dtx.sound.bringing import child; sys.exit(child())"
)
"""With `-P`, and our own folder last: nothing that lies about in the present folder is taken for a library."""


def bring(source: Path, folder: Path, name: str | None = None, *, bed: bool = False, again: bool = False) -> Brought:
    """Make a FLAC file of `source` in `folder`, called `name` or as the source is; `again` replaces one that is there.

    Words are trimmed, get short fades and -20 LUFS. A `bed` is closed into a loop and gets -34 LUFS. Peaks stay at or under
    -3 dBTP. It is done in a process of its own: what a sound library prints or a damaged file does to it harms nobody.
    Raises DtxError (Unreadable, where it is the file), and then nothing has changed.
    """
    target = folder / f"{plain_name(name or source.stem)}.flac"
    if same(source, target):
        raise DtxError(
            _("{name} would be overwritten by what is made of it.").format(name=source.name), _("Give the new one another name.")
        )
    if target.exists() and not again:
        raise DtxError(
            _("There is a {name} already.").format(name=target.name), _("Give the new one another name, or delete the old one first.")
        )
    asked = json.dumps({"source": str(source.absolute()), "target": str(target.absolute()), "bed": bed})
    command = [sys.executable, "-P", "-c", START, str(Path(dtx.__file__).parent.parent), language()]
    unreadable = DtxError(
        _("{name} cannot be read: it may be damaged.").format(name=source.name),
        _("Save it anew as WAV with a sound program, and bring that."),
    )
    with tempfile.TemporaryFile() as told:  # no pipe: a process that hangs could not be left
        try:
            made = subprocess.run(command, input=asked.encode(), stdout=told, stderr=subprocess.DEVNULL, timeout=LIMIT_S, **alone())
        except subprocess.TimeoutExpired:
            raise DtxError(
                _("{name} takes too long.").format(name=source.name), _("Cut it into parts, and bring them one by one.")
            ) from None
        told.seek(0)
        try:
            answer = json.loads(told.read())
        except ValueError:
            raise unreadable from None
    if made.returncode != 0:
        raise problem_of(answer)
    return Brought(**{**answer, "path": Path(answer["path"])})


def same(source: Path, target: Path) -> bool:
    try:
        return source.samefile(target)
    except OSError:  # one of them is not there
        return False


def plain_name(word: str) -> str:
    """A file's name without anything that a path, another system or a terminal takes for something else."""
    letters = unicodedata.normalize("NFC", word)
    name = re.sub(r"[^\w\-]+", "_", letters).strip("_-")[:60]
    return name or "recording"


def alone() -> dict[str, Any]:
    """How a process is started that has no terminal, and no window."""
    return {"start_new_session": True} if os.name == "posix" else {"creationflags": 0x08000000}


def problem_of(answer: dict[str, str]) -> DtxError:
    return (Unreadable if answer.get("kind") == "Unreadable" else DtxError)(answer["problem"], answer["remedy"])


def child() -> int:
    """What `bring` asks of its child: a JSON object comes in, one goes out."""
    from dtx.sound.editing import master

    asked = json.loads(sys.stdin.buffer.read())
    try:
        made = master(Path(asked["source"]), Path(asked["target"]), bed=asked["bed"])
        answer, code = {**asdict(made), "path": str(made.path)}, 0
    except DtxError as problem:
        answer, code = {"kind": type(problem).__name__, "problem": problem.problem, "remedy": problem.remedy}, 1
    sys.stdout.write(json.dumps(answer))
    return code
