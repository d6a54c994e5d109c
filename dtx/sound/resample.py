"""Another sampling rate, by the Fourier transform: block by block, so that a long recording takes no more memory than a short one."""

from math import gcd

import numpy as np

from dtx.sound.clip import Samples

BLOCK_S = 2.0
MARGIN_S = 0.1
"""Each block is read with this much on both sides, faded at the edges, so that the transform's wrapping round is not heard."""


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """The same sound at another rate. `samples` has the shape (frames, channels); the length is rounded to the nearest frame.

    The error against a sine computed at the new rate stays under -90 dB up to 80 % of the lower Nyquist frequency.
    """
    if rate == wanted:
        return samples
    common = gcd(rate, wanted)
    down, up = rate // common, wanted // common
    block = max(1, round(BLOCK_S * rate / down)) * down
    margin = max(1, round(MARGIN_S * rate / down)) * down
    whole = round(len(samples) * wanted / rate)
    made = np.empty((whole, samples.shape[1]), np.float32)
    around = np.pad(samples, ((margin, margin + block), (0, 0)))
    for start in range(0, len(samples), block):
        piece = around[start : start + block + 2 * margin]
        turned = _turned(piece * _window(len(piece), margin), len(piece) // down * up)
        first, skip = start // down * up, margin // down * up
        count = min(block // down * up, whole - first)
        made[first : first + count] = turned[skip : skip + count]
    return made


def _turned(piece: Samples, frames: int) -> Samples:
    spectrum = np.fft.rfft(piece, axis=0)
    bins = frames // 2 + 1
    kept = np.zeros((bins, piece.shape[1]), spectrum.dtype)
    count = min(bins, len(spectrum))
    kept[:count] = spectrum[:count]
    if frames < len(piece):
        kept[-1] = 0  # the highest bin would stand for two
    made: Samples = (np.fft.irfft(kept, frames, axis=0) * (frames / len(piece))).astype(np.float32)
    return made


def _window(frames: int, margin: int) -> Samples:
    """One in the middle; the outer half of each margin rises and falls as a raised cosine."""
    edge = margin // 2
    rise = 0.5 - 0.5 * np.cos(np.pi * (np.arange(edge) + 0.5) / edge)
    window = np.ones(frames)
    window[:edge], window[frames - edge :] = rise, rise[::-1]
    made: Samples = window.astype(np.float32)[:, None]
    return made
