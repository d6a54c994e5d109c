"""Editing: a sound file becomes a clip: cut, faded, as loud as every other, and written as FLAC.

pydub cuts and fades; it neither reads, writes nor plays, so nothing here needs or starts ffmpeg.
"""

import warnings
from pathlib import Path
from typing import Any

import numpy as np

from dtx.language import _
from dtx.sound import RATE
from dtx.sound.brought import Brought, Unreadable
from dtx.sound.clip import Samples
from dtx.sound.clips import LONGEST_LOOP_S
from dtx.sound.loudness import dbtp, lufs
from dtx.sound.mastering import BED_LUFS, HEAD_S, TAIL_S, VOICE_LUFS, edges, levelled
from dtx.sound.resample import resampled
from dtx.sound.sound_file import Taken, take, write_flac

USUAL_RATES = (16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
"""A recording keeps its rate if it is one of these; any other becomes the player's own."""

FADE_S = 0.015
SEAM_S = 1.0
"""A bed's end goes over into its beginning for so long, so that it can go round without a seam. Of a long one the beginning is taken."""


def master(source: Path, target: Path, *, bed: bool = False) -> Brought:
    """Read, cut, fade, level and write, whole or not at all; what is at `target` is replaced. Raises DtxError."""
    taken = take(source)
    samples = shaped(taken, bed=bed)
    if samples is None:
        raise Unreadable(
            _("There is nothing to hear in {name}.").format(name=source.name), _("Check that the microphone is on, and record it again.")
        )
    cut_s = taken.seconds - len(samples) / taken.rate
    rate = taken.rate
    if rate not in USUAL_RATES:
        samples, rate = resampled(samples, rate, RATE), RATE
    samples, gain_db = levelled(samples, rate, BED_LUFS if bed else VOICE_LUFS)
    write_flac(target, samples, rate)
    measured = (round(value, 2) for value in (lufs(samples, rate), dbtp(samples, rate), gain_db, cut_s))
    return Brought(target, len(samples) / rate, rate, *measured)


def shaped(taken: Taken, *, bed: bool) -> Samples | None:
    """Without the silence at its ends, and faded or closed into a loop: float32 of the shape (frames, channels). None for silence."""
    found = edges(taken.samples, taken.rate)
    if found is None:
        return None
    AudioSegment = pydub().AudioSegment
    whole = AudioSegment(taken.samples.tobytes(), frame_rate=taken.rate, sample_width=2, channels=taken.samples.shape[1])
    head, tail = (0.0, 0.0) if bed else (HEAD_S, TAIL_S)
    piece = whole[max(0, round(1000 * (found.start_s - head))) : round(1000 * (found.end_s + tail))]
    if bed:
        piece = piece[: round(1000 * (LONGEST_LOOP_S + SEAM_S))]
        seam = min(round(1000 * SEAM_S), len(piece) // 4)
        piece = piece[seam:].append(piece[:seam], crossfade=seam)
    else:
        piece = piece.fade_in(round(1000 * FADE_S)).fade_out(round(1000 * FADE_S))
    return np.frombuffer(piece.raw_data, np.int16).reshape(-1, piece.channels).astype(np.float32) / np.float32(32768)


def pydub() -> Any:
    """The library, without what it says while it is loaded: that ffmpeg is missing, and that Python has grown older."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pydub

    return pydub
