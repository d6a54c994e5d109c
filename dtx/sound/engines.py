"""Speech engines that may be on a computer: programs of their own, none of which is ever imported. Each is described by a value."""

import json
import platform
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from dtx import paths
from dtx.sound.readings import MARK

SCHEMA = 1
"""Goes up when lines are mastered in another way."""

OUT = "{out}"
"""Stands in a command for the file to write."""

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
WORDS_A_MINUTE = 150
"""A slot gives each word half a second (clinical 0.2); this leaves room for the pauses between sentences."""

PIPER_SLOWER = 1.2
SAPI_RATE = -2
"""On a scale from -10 to 10."""

READ_ALOUD = """\
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Speech
$words = (New-Object IO.StreamReader([Console]::OpenStandardInput(), [Text.Encoding]::UTF8)).ReadToEnd()
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
try { $voice.SelectVoiceByHints('NotSet', 'NotSet', 0, [Globalization.CultureInfo]$env:DTX_SPEECH_LANGUAGE) } catch { }
$voice.Rate = [int]$env:DTX_SPEECH_RATE
$voice.SetOutputToWaveFile($env:DTX_SPEECH_OUT)
$voice.Speak($words)
$voice.Dispose()
"""
"""For Windows PowerShell; after System.Speech.Synthesis.SpeechSynthesizer in the .NET Framework's documentation."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A program that reads a line from its standard input and writes it, spoken, to the file `OUT` stands for.

    `version`, `voice` and `manner` are what the sound depends on. No text is ever among the arguments: everybody on a
    computer can list those.
    """

    name: str
    version: str
    voice: str
    manner: tuple[str, ...]
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """16 hex digits that change whenever the same words might sound otherwise."""
        return marked(self.name, self.version, self.voice, *self.manner)


def marked(*parts: str) -> str:
    return sha256(json.dumps([SCHEMA, MARK, *parts]).encode()).hexdigest()[:16]


def engines(home: Path, language: str = "en-us") -> Iterator[Engine]:
    """The engines that are here, best first: piper with a model of one's own, the system's voice, espeak-ng."""
    if not LANGUAGE.fullmatch(language):
        raise ValueError(f"no language: {language!r}")
    for one in (piper(home, language), system(language), espeak(language)):
        if one is not None:
            yield one


def piper(home: Path, language: str) -> Engine | None:
    """Piper, where its program is, and a model of one's own (`NAME.onnx` with `NAME.onnx.json`) in the folder `media/piper`."""
    found, model = program("piper"), piper_model(paths.media(home) / "piper", language)
    if found is None or model is None:
        return None
    manner = ("--length_scale", str(PIPER_SLOWER))
    command = (found, "--model", str(model), *manner, "--output_file", OUT)
    utf8 = {"PYTHONUTF8": "1"}  # it is a Python program, and Windows would have it read its input in another alphabet
    return Engine("piper", stamp(found), stamp(model), manner, command, utf8)


def piper_model(folder: Path, language: str) -> Path | None:
    """The first model for this language, by name."""
    for model in sorted(folder.glob("*.onnx")):
        try:
            voice = json.loads(model.with_name(f"{model.name}.json").read_text(encoding="utf-8"))["espeak"]["voice"]
        except (OSError, ValueError, KeyError, TypeError):  # not one of piper's
            continue
        if str(voice)[:2].casefold() == language[:2].casefold():
            return model
    return None


def system(language: str) -> Engine | None:
    """The voice that came with macOS or Windows. Written after their documentation; Linux has none."""
    if sys.platform == "darwin" and (say := program("say")) is not None:
        manner = ("-r", str(WORDS_A_MINUTE))
        written = ("--file-format=WAVE", "--data-format=LEI16@22050")
        return Engine("the system's voice", platform.mac_ver()[0], "its own", manner, (say, *manner, *written, "-o", OUT, "-f", "-"))
    if sys.platform == "win32" and (shell := program("powershell")) is not None:
        env = {"DTX_SPEECH_OUT": OUT, "DTX_SPEECH_LANGUAGE": language.replace("_", "-"), "DTX_SPEECH_RATE": str(SAPI_RATE)}
        command = (shell, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", READ_ALOUD)
        return Engine("the system's voice", platform.version(), language, (str(SAPI_RATE),), command, env)
    return None


def espeak(language: str) -> Engine | None:
    found = program("espeak-ng")
    if found is None:
        return None
    manner = ("-s", str(WORDS_A_MINUTE))
    command = (found, "-v", language.replace("_", "-").casefold(), *manner, "-w", OUT, "--stdin")
    return Engine("espeak-ng", stamp(found), language, manner, command)


def program(name: str) -> str | None:
    """The full path of a program. On Windows one in the present folder would come first: somebody may have put it there."""
    found = shutil.which(name)
    return found if found is not None and Path(found).is_absolute() else None


def stamp(path: str | Path) -> str:
    """What tells one version of a file from another, without reading all of it or running it."""
    found = Path(path).resolve()
    known = found.stat()
    return f"{found.name} {known.st_size} {known.st_mtime_ns}"
