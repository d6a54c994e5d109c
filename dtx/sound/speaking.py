"""One line spoken by an engine: a process that may hang, crash or print, and harms nobody."""

import contextlib
import os
import signal
import subprocess
import tempfile
from pathlib import Path

from dtx.language import _
from dtx.paths import reason
from dtx.sound.bringing import alone
from dtx.sound.engines import OUT, Engine

LIMIT_S = 60.0
"""A line takes an engine a second or two, and the first one some more, while it reads its model."""

SOUND = (b"RIFF", b"RF64", b"FORM", b"fLaC", b"OggS")
"""How a sound file begins that can be read without harm in the process we are in."""


class Failed(Exception):
    """A line that was not spoken; the words are the end of a sentence."""


def speak(engine: Engine, words: str, folder: Path, limit_s: float = LIMIT_S) -> Path:
    """Let the engine read `words` into a file in `folder`, which has to be empty and private. Raises Failed."""
    out = folder / "line.wav"
    command = [part.replace(OUT, str(out)) for part in engine.command]
    env = {**os.environ, **{name: value.replace(OUT, str(out)) for name, value in engine.env.items()}}
    nowhere = subprocess.DEVNULL
    with tempfile.TemporaryFile() as text:  # no pipes: what an engine started itself would keep them open, and us waiting
        text.write(words.encode() + b"\n")
        text.seek(0)
        try:
            process = subprocess.Popen(command, stdin=text, stdout=nowhere, stderr=nowhere, cwd=folder, env=env, **alone())
        except OSError as problem:
            raise Failed(_("it cannot be started ({why})").format(why=reason(problem))) from None
        try:
            code = process.wait(limit_s)
        except subprocess.TimeoutExpired:
            raise Failed(_("it took longer than {limit:g} seconds").format(limit=limit_s)) from None
        finally:
            end(process)
    if code != 0:
        raise Failed(f"{_('it ended with an error') if code > 0 else _('it ended with a crash')} ({code})")
    check(out)
    return out


def check(file: Path) -> None:
    """Raises Failed where there is no sound in the file."""
    try:
        with file.open("rb") as sound:
            known = sound.read(4) in SOUND
    except OSError:
        raise Failed(_("it wrote no file")) from None
    if not known:
        raise Failed(_("what it wrote is no sound"))


def end(process: "subprocess.Popen[bytes]") -> None:
    """End it, if it still runs, and on POSIX whatever it started, too."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
