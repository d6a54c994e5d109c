"""A rendered line made ready: -20 LUFS, under -3 dBTP, 80 ms before and 250 ms after the words (sound page, section 4)."""

import numpy as np
import pytest

from media.levels import Wave, dbtp, lufs
from media.spoken.mastering import limited, mastered, speech

RATE = 24_000


def words(seconds: float = 1.2, before_s: float = 0.6, after_s: float = 0.9, crest: float = 1.0) -> Wave:
    """Something like speech: bursts of a tone and noise, in near silence."""
    random = np.random.Generator(np.random.PCG64(3))
    time = np.arange(round(seconds * RATE)) / RATE
    voice = (0.5 + 0.5 * np.sin(2 * np.pi * 4 * time)) * (np.sin(2 * np.pi * 180 * time) + 0.4 * random.standard_normal(len(time)))
    voice[:: RATE // 20] *= crest
    quiet = [np.zeros(round(length * RATE)) for length in (before_s, after_s)]
    wave = np.concatenate((quiet[0], 0.1 * voice, quiet[1]))
    return wave + 1e-5 * random.standard_normal(len(wave))


@pytest.mark.parametrize("crest", [1.0, 30.0])
def test_a_line_comes_out_at_its_level_and_under_its_ceiling(crest: float) -> None:
    made = mastered(words(crest=crest), RATE)
    assert lufs(made, RATE) == pytest.approx(-20, abs=0.3)
    assert dbtp(made) <= -3.4


def test_silence_is_cut_to_80_ms_before_and_250_ms_after() -> None:
    made = mastered(words(), RATE)
    begins, ends = speech(made, RATE)
    assert 0.07 <= begins / RATE <= 0.09
    assert 0.24 <= (len(made) - ends) / RATE <= 0.27


def test_words_without_silence_around_them_get_it() -> None:
    made = mastered(words(before_s=0, after_s=0), RATE)
    assert len(made) / RATE == pytest.approx(0.08 + 1.2 + 0.25, abs=0.02)


def test_a_line_begins_and_ends_in_silence() -> None:
    made = mastered(words(), RATE)
    assert abs(made[0]) < 1e-4 and abs(made[-1]) < 1e-4


def test_the_limiter_leaves_alone_what_is_below_the_ceiling() -> None:
    wave = 0.3 * np.sin(np.arange(RATE) / 20)
    assert limited(wave, RATE, -3.0) is wave


def test_the_limiter_holds_its_ceiling_without_a_hard_edge() -> None:
    wave = 0.2 * np.sin(np.arange(RATE) / 20)
    wave[RATE // 2 : RATE // 2 + 40] *= 6
    shaped = limited(wave, RATE, -3.0)
    assert dbtp(shaped) <= -3.0
    gain = np.abs(shaped[RATE // 4 : RATE // 4 + 2000]).max() / 0.2
    assert gain == pytest.approx(1, abs=0.01)  # far from the peak nothing has changed
