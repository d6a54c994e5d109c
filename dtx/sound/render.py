"""A session as a sound file, through the same mixer as when it is heard."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dtx.engine.score import Cue
from dtx.errors import DtxError, Unknown
from dtx.language import _
from dtx.paths import for_c
from dtx.sound import RATE
from dtx.sound.clip import Samples
from dtx.sound.clips import Clips
from dtx.sound.conductor import Conductor
from dtx.sound.fader import QUANTUM
from dtx.sound.mixer import FADE_S, Mixer
from dtx.sound.swell import Swell

BLOCK = 16_384
"""Frames written at a time: one large write of Vorbis crashes the library (sound page, section 3)."""

HORIZON_S = 60.0
"""Cues are read no further ahead than a session's score is, so that a long session takes no more memory than a short one."""

WAITING = 8
"""Blocks that may wait to be written."""

FORMATS = {".ogg": ("OGG", "VORBIS"), ".wav": ("WAV", "PCM_16"), ".flac": ("FLAC", "PCM_16")}


def render(
    score: Sequence[Cue],
    out: Path,
    clips: Clips,
    *,
    seconds: float,
    beds: Sequence[tuple[float, str | None]] = (),
    swell: Sequence[Swell] = (),
) -> None:
    """Write `seconds` of sound to an .ogg, .wav or .flac file, stereo at 48 kHz.

    All times are seconds from the beginning. `beds` says from when on which bed sounds, None for none. Raises Unknown for
    another format, and DtxError when the file cannot be written; what was there before is then as it was.
    """
    if out.suffix.lower() not in FORMATS:
        raise Unknown(
            _("{name} is no kind of sound file that dtx writes.").format(name=out.name),
            _("End its name in {forms}.").format(forms=", ".join(FORMATS)),
        )
    unfinished = out.with_name(f".{out.name}.part")
    try:
        write(unfinished, FORMATS[out.suffix.lower()], blocks(score, clips, seconds=seconds, beds=beds, swell=swell))
        unfinished.replace(out)
    except (OSError, RuntimeError) as problem:  # soundfile's own error is a RuntimeError
        raise DtxError(
            _("{out} cannot be written ({problem}).").format(out=out, problem=problem),
            _("Choose another folder, or make room on the disk."),
        ) from problem
    finally:
        unfinished.unlink(missing_ok=True)


def blocks(
    score: Sequence[Cue], clips: Clips, *, seconds: float, beds: Sequence[tuple[float, str | None]] = (), swell: Sequence[Swell] = ()
) -> Iterator[Samples]:
    """The sound, in blocks of at most 16,384 frames, ending in a short fade."""
    dark, bright = clips.loop("swell_dark"), clips.loop("swell_bright")
    mixer = Mixer((dark, bright) if dark is not None and bright is not None else None, volume=1.0)
    conductor = Conductor(mixer, clips)
    end, fade = round(seconds * RATE), round((seconds - FADE_S) * RATE) - 2 * QUANTUM
    changes = {round(at * RATE): bed for at, bed in beds}
    tellings = sorted({*changes, *range(0, end, round(HORIZON_S / 2 * RATE)), max(0, fade)})
    bed: str | None = None
    for start, stop in pairwise([*(at for at in tellings if at < end), end]):
        bed, now = changes.get(start, bed), start / RATE
        near = [cue for cue in score if now - HORIZON_S <= cue.at < now + HORIZON_S or (cue.recording and cue.at < now)]
        conductor.play(near, bed, [one for one in swell if one.at < now + HORIZON_S and one.at + one.seconds > now])
        mixer.hush(start >= fade)
        while mixer.position < stop:
            yield mixer.render(min(BLOCK, stop - mixer.position))


def write(path: Path, kind: tuple[str, str], parts: Iterator[Samples]) -> None:
    """Write blocks of sound, stereo at 48 kHz, as one of FORMATS. Raises OSError, and RuntimeError where soundfile could not."""
    import soundfile

    with soundfile.SoundFile(for_c(path), "w", RATE, 2, format=kind[0], subtype=kind[1]) as file:
        if kind[1] == "PCM_16":  # turning 16 bits whole is far quicker here than there
            for part in parts:
                file.write(sixteen_bits(part))
        else:
            _write_beside(file.write, parts)


def _write_beside(take: Callable[[Samples], None], parts: Iterator[Samples]) -> None:
    """Write while the next part is mixed: Vorbis takes longer than mixing, and does its work outside of Python."""
    with ThreadPoolExecutor(1) as writer:
        writing: deque[Future[None]] = deque()
        for part in parts:
            writing.append(writer.submit(take, part))
            if len(writing) > WAITING:
                writing.popleft().result()
        for last in writing:
            last.result()


def sixteen_bits(part: Samples) -> NDArray[np.int16]:
    whole: NDArray[np.int16] = np.rint(part * np.float32(32767)).astype(np.int16)
    return whole
