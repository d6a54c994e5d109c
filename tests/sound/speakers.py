"""Speech engines for tests: espeak-ng itself, and small programs on the path that behave well or badly."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


def _espeak() -> bool:
    found = shutil.which("espeak-ng") is not None
    if not found and os.environ.get("CI") == "true":
        raise pytest.UsageError("CI=true, and espeak-ng is not installed: apt-get install espeak-ng")
    return found


needs_espeak = pytest.mark.skipif(not _espeak(), reason="espeak-ng is not installed")

HEAD = f"#!{sys.executable}\nimport os, signal, subprocess, sys, time\narguments = sys.argv[1:]\nwords = sys.stdin.read()\n"
OUT = "out = arguments[arguments.index('--output_file') + 1]\n"

WELL = (
    OUT
    + """
import wave, math, struct
with wave.open(out, "wb") as sound:
    sound.setparams((1, 2, 22050, 0, "NONE", ""))
    count = 2205 * max(1, len(words.split()))
    sound.writeframes(b"".join(struct.pack("<h", round(6000 * math.sin(at * 0.05) * (at // 2205 % 4 != 3))) for at in range(count)))
"""
)
"""Speaks: a tenth of a second for each word."""

BAD = {
    "crashes": "os.kill(os.getpid(), signal.SIGSEGV)",
    "fails": "print('cannot open the model', file=sys.stderr); sys.exit(3)",
    "writes nothing": "",
    "writes text": OUT + "open(out, 'w').write('no sound at all')",
    "writes silence": OUT
    + "import wave\nwith wave.open(out, 'wb') as f: f.setparams((1, 2, 22050, 0, 'NONE', '')); f.writeframes(bytes(44100))",
    "writes half": WELL + "data = open(out, 'rb').read(); open(out, 'wb').write(data[: len(data) // 2])",
    "hangs": "time.sleep(600)",
    "hangs in a child": "subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])",
    "hangs and minds no one": "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: time.sleep(1)",
}
"""What may go wrong with an engine."""


def program(folder: Path, name: str, does: str) -> Path:
    """A program of this name in `folder`, which has the line in `words` and its arguments in `arguments`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(HEAD + does, encoding="utf-8")
    path.chmod(0o755)
    return path


def model(home: Path, language: str = "en-us") -> Path:
    """A piper model of one's own, as far as anybody but piper can tell."""
    folder = home / "media" / "piper"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mine.onnx").write_bytes(b"a model")
    (folder / "mine.onnx.json").write_text(f'{{"espeak": {{"voice": "{language}"}}}}', encoding="utf-8")
    return folder / "mine.onnx"


Place = Callable[[str, str], Path]


def on_path(monkeypatch: pytest.MonkeyPatch, folder: Path, *, espeak: bool = False) -> Place:
    """Make a path of one folder, with espeak-ng in it or not; gives back what puts more programs there."""
    real = shutil.which("espeak-ng")
    folder.mkdir(parents=True, exist_ok=True)
    monkeypatch.setenv("PATH", str(folder))
    if espeak:
        assert real is not None
        (folder / "espeak-ng").symlink_to(Path(real).resolve())

    def place(name: str, does: str) -> Path:
        return program(folder, name, does)

    return place
