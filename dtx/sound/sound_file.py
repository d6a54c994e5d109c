"""A sound file: read whole, or refused in a sentence that says what would help; and written whole, or not at all."""

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dtx import paths
from dtx.errors import DtxError
from dtx.language import _
from dtx.sound import RATE
from dtx.sound.brought import Unreadable

LONGEST_S = 30 * 60
"""A whole practice in one recording; a longer one is a mistake, such as a microphone that nobody turned off."""

MOST_FRAMES = LONGEST_S * RATE * 2
"""Of all channels together: half an hour in stereo at our own rate. It bounds the memory that a small file can ask for."""

READ_FRAMES = 65_536
WRITE_FRAMES = 16_384
CUT_OFF_FRAMES = 4 * 1152
"""An MP3 file's header counts its frames; a few are the decoder's own. Where more are missing, they were cut off."""

NEVER_FILLED_IN = 0x7FFF_F000
SLIP_BYTES = 1024

FOREIGN = (
    (4, b"ftyp", "M4A or AAC"),
    (0, b"\xff\xf1", "AAC"),
    (0, b"\xff\xf9", "AAC"),
    (0, bytes.fromhex("3026b2758e66cf11"), "WMA"),
    (0, b"#!AMR", "AMR"),
    (0, b"\x1aE\xdf\xa3", "WebM"),
    (0, b"MThd", "MIDI"),
)
"""What phones and older computers write, by the bytes it begins with and where they stand."""

SAVE_AS = _("Save it as WAV, FLAC, MP3 or OGG; free sound programs such as Audacity can.")
AGAIN = _("Copy it again from where it was recorded, or record it again.")


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A sound as it was read: `samples` has the shape (frames, 1) or (frames, 2)."""

    samples: NDArray[np.int16]
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


def take(path: Path) -> Taken:
    """Read a file of any kind that needs no ffmpeg: WAV, FLAC, AIFF, OGG, Opus, MP3. Raises Unreadable.

    The library that reads MP3 may print, and a damaged file may end the process: call it where neither harms.
    """
    import soundfile

    named = path.name
    try:
        if not path.is_file():
            raise Unreadable(_("There is no file {named}.").format(named=named), _("Check its name and its folder."))
        with path.open("rb") as bytes_:
            head = bytes_.read(16)
        if not head:
            raise Unreadable(_("{named} is empty.").format(named=named), AGAIN)
        if kind := next((kind for at, mark, kind in FOREIGN if head[at:].startswith(mark)), None):
            raise Unreadable(_("{named} holds {kind} sound, which dtx cannot read.").format(named=named, kind=kind), SAVE_AS)
        if head.startswith(b"OggS") and not finished(path):
            raise Unreadable(_("{named} breaks off before its end.").format(named=named), AGAIN)
        with soundfile.SoundFile(paths.for_c(path)) as file:
            return _whole(file, named)
    except PermissionError:
        raise Unreadable(_("dtx may not read {named}.").format(named=named), _("Change its permissions, or copy it elsewhere.")) from None
    except MemoryError:
        raise Unreadable(
            _("{named} is too large for this computer.").format(named=named), _("Cut it into parts, and bring them one by one.")
        ) from None
    except (OSError, RuntimeError, TypeError) as problem:  # soundfile's own is a RuntimeError; a TypeError wants to know what `.raw` holds
        if "lost sync" in str(problem) or "malformed" in str(problem):
            raise Unreadable(_("{named} is damaged, or breaks off before its end.").format(named=named), AGAIN) from None
        raise Unreadable(_("{named} is not a sound file that dtx can read.").format(named=named), SAVE_AS) from None


def _whole(file: Any, named: str) -> Taken:
    rate, channels, told = int(file.samplerate), min(2, int(file.channels)), int(file.frames)
    longest_s = min(LONGEST_S, MOST_FRAMES / channels / rate)
    if told > longest_s * rate:
        minutes = _("{number:.0f} minutes").format(number=told / rate / 60) if told / rate < 6000 else _("many hours")
        raise Unreadable(
            _("{named} is {minutes} long; {longest_s:.0f} is the most here.").format(
                named=named, minutes=minutes, longest_s=longest_s / 60
            ),
            _("Cut it into parts, and bring them one by one."),
        )
    if short_of_its_header(str(file.extra_info)):
        raise Unreadable(_("{named} breaks off before its end.").format(named=named), AGAIN)
    parts: list[NDArray[np.int16]] = []
    count = 0
    while len(part := file.read(READ_FRAMES, dtype="float32", always_2d=True)):
        if not np.isfinite(part).all():
            raise Unreadable(_("{named} is damaged: it holds what is no sound.").format(named=named), AGAIN)
        if part.shape[1] > 2:
            part = part.mean(axis=1, keepdims=True, dtype=np.float32)
        parts.append(sixteen_bits(part))
        count += len(part)
        if count > longest_s * rate:
            raise Unreadable(
                _("{named} is too long; {longest_s:.0f} minutes is the most.").format(named=named, longest_s=longest_s / 60),
                _("Cut it into parts."),
            )
    if not count:
        raise Unreadable(_("{named} holds no sound.").format(named=named), AGAIN)
    if told - count > CUT_OFF_FRAMES:
        raise Unreadable(_("{named} breaks off before its end.").format(named=named), AGAIN)
    return Taken(np.concatenate(parts), rate)


def sixteen_bits(samples: NDArray[np.float32]) -> NDArray[np.int16]:
    """Samples between -1 and 1 as whole numbers; what is above full scale stays there."""
    made: NDArray[np.int16] = np.clip(np.round(samples * 32768), -32768, 32767).astype(np.int16)
    return made


def short_of_its_header(log: str) -> bool:
    """Whether a WAV or AIFF file says it is longer than it is.

    A length of nothing or of everything was never filled in, and a few bytes are somebody's slip: neither counts.
    """
    for told, found in re.findall(r"^\s*(?:data|SSND)\s*:\s*(\d+) \(should be (\d+)\)", log, re.MULTILINE):
        if int(told) < NEVER_FILLED_IN and int(found) < int(told) - SLIP_BYTES:
            return True
    return False


def finished(path: Path) -> bool:
    """Whether an Ogg file ends with the page that says so (RFC 3533)."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2 * 65_307))  # the longest page there is, and some of the one before
        end = file.read()
    last = end.rfind(b"OggS")
    return last >= 0 and len(end) > last + 5 and bool(end[last + 5] & 4)


def write_flac(target: Path, samples: NDArray[np.float32], rate: int) -> None:
    """A FLAC file of 16 bits that only its owner may read, there as a whole or not at all. Raises DtxError."""
    import soundfile

    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        unfinished.touch(mode=0o600)
        with soundfile.SoundFile(paths.for_c(unfinished), "w", rate, samples.shape[1], format="FLAC", subtype="PCM_16") as file:
            for start in range(0, len(samples), WRITE_FRAMES):
                file.write(sixteen_bits(samples[start : start + WRITE_FRAMES]))
        unfinished.replace(target)
    except OSError as problem:
        raise paths.refusal(problem, target) from None
    except RuntimeError:  # soundfile's own, whose words say nothing of a disk that is full
        raise DtxError(
            _("{target} cannot be written: the disk took no more.").format(target=target),
            _("Choose another folder, or make room on the disk."),
        ) from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
