"""How long a sound file is, how loud and how high it peaks, found out in a process of its own: a damaged one may end that."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import dtx
from dtx.errors import DtxError
from dtx.language import _, language
from dtx.sound.bringing import alone
from dtx.sound.brought import Unreadable

LIMIT_S = 120.0
START = (
    "import sys; sys.path.append(sys.argv.pop(1)); "
    "from dtx.language import speak; speak(sys.argv.pop(1)); from dtx.sound.measured import child; child()"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """`seconds` from the first to the last frame; `lufs` is -inf where there is nothing to hear."""

    seconds: float
    lufs: float
    peak_dbtp: float


def measure(files: Iterable[Path]) -> dict[Path, Measured | Unreadable]:
    """Each file as it is, or why it cannot be read."""
    waiting, found = list(dict.fromkeys(files)), dict[Path, Measured | Unreadable]()
    while waiting:
        answers = asked(waiting)
        found |= dict(zip(waiting, answers, strict=False))
        if len(answers) < len(waiting):  # the process ended over this one
            found[waiting[len(answers)]] = Unreadable(
                _("{name} cannot be read: it may be damaged.").format(name=waiting[len(answers)].name), _("Save it anew.")
            )
        waiting = waiting[len(answers) + 1 :]
    return found


def asked(files: list[Path]) -> list[Measured | Unreadable]:
    """What a child tells of these files, as far as it comes."""
    command = [sys.executable, "-P", "-c", START, str(Path(dtx.__file__).parent.parent), language()]
    words = json.dumps([str(file.absolute()) for file in files]).encode()
    with tempfile.TemporaryFile() as told:
        with suppress(subprocess.TimeoutExpired):  # what it has told until then counts
            subprocess.run(command, input=words, stdout=told, stderr=subprocess.DEVNULL, timeout=LIMIT_S, **alone())
        told.seek(0)
        return [answer_of(line) for line in told.read().splitlines() if line.endswith(b"}")]


def answer_of(line: bytes) -> Measured | Unreadable:
    answer = json.loads(line)
    if "problem" in answer:
        return Unreadable(answer["problem"], answer["remedy"])
    return Measured(answer["seconds"], float(answer["lufs"]), float(answer["peak_dbtp"]))


def child() -> None:
    """What `measure` asks of its child: a JSON list of paths comes in, a line goes out for each, as soon as it is known."""
    from dtx.sound.loudness import dbtp, lufs
    from dtx.sound.sound_file import take

    for path in json.loads(sys.stdin.buffer.read()):
        try:
            taken = take(Path(path))
        except DtxError as problem:
            answer: dict[str, object] = {"problem": problem.problem, "remedy": problem.remedy}
        else:
            wave = taken.samples.astype("float32") / 32768
            answer = {"seconds": taken.seconds, "lufs": str(lufs(wave, taken.rate)), "peak_dbtp": str(dbtp(wave, taken.rate))}
        print(json.dumps(answer), flush=True)
