"""A session as a file: each telling takes effect at its own moment, and every cue is on its sample."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.engine.score import Cue
from dtx.sound import RATE
from dtx.sound.clip import Samples
from dtx.sound.clips import Clips
from dtx.sound.fader import QUANTUM
from dtx.sound.limiter import CEILING
from dtx.sound.mixer import FADE_S
from dtx.sound.performance import Performance, Telling, blocks
from dtx.sound.swell import Swell
from tests.sound.made import media, ping, tone

WORDS = "Let it be."


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    sounds = {"breath_in": ping(), "bowl": tone(14, 200, 0.2), "bed_rain": tone(1, 100, 0.05, 2), "bed_ocean": tone(1, 150, 0.05, 2)}
    sounds |= {"swell_dark": tone(1, 80, 0.05, 2), "swell_bright": tone(1, 900, 0.05, 2)}
    return Clips(media(tmp_path_factory.mktemp("sounds") / "media", sounds, {WORDS: tone(2, 300, 0.2)}))


def heard(clips: Clips, seconds: float, *tellings: Telling) -> Samples:
    return np.concatenate(list(blocks(Performance(tellings, seconds), clips)))


def told(at: float, cues: Sequence[float], bed: str | None = None) -> Telling:
    return Telling(at, [Cue(cue, "breath_in") for cue in cues], bed)


def ping_of(clips: Clips) -> Samples:
    source = clips.sound("breath_in")
    assert source is not None
    return source.read(0, source.frames)


def test_every_cue_of_three_minutes_is_on_its_sample_and_nothing_else_is_heard(clips: Clips) -> None:
    cues = [4.03 + 5.47 * number for number in range(32)]
    tellings = [told(at, [cue for cue in cues if at <= cue < at + 90]) for at in range(0, 180, 30)]
    expected = np.zeros((180 * RATE, 2), np.float32)
    for cue in cues:
        expected[round(cue * RATE) : round(cue * RATE) + 4800] += ping_of(clips)
    assert np.abs(heard(clips, 180, *tellings) - expected).max() < 1e-6


@given(at=st.floats(0, 2), later=st.floats(0, 1))
def test_a_cue_of_the_moment_it_is_told_at_is_on_its_sample(clips: Clips, at: float, later: float) -> None:
    """Whenever a person skips or goes on: not at the next 40 ms, and not a buffer later."""
    made = heard(clips, 4, told(0, []), told(at, [at, at + later + 0.2]))
    for cue in (at, at + later + 0.2):
        start = round(cue * RATE)
        np.testing.assert_allclose(made[start : start + 4800], ping_of(clips), atol=1e-6)


@pytest.mark.parametrize("seconds", [0.001, 0.1, 0.5, 1.0, 7.123457, 61.00001])
def test_it_is_as_long_as_the_session_to_the_sample_and_ends_in_silence(seconds: float, clips: Clips) -> None:
    made = heard(clips, seconds, told(0, [], "rain.ogg"), told(seconds, []))
    assert len(made) == round(seconds * RATE)
    assert np.abs(made).max() <= CEILING
    assert np.abs(made[-48:]).max(initial=0.0) < 0.002


def test_a_pause_is_silence_of_its_length(clips: Clips) -> None:
    made = np.abs(heard(clips, 40, told(0, [], "rain.ogg"), Telling(10.0, (), None), told(22.5, [23.0], "rain.ogg")))
    assert made[8 * RATE : 9 * RATE].max() > 0.04
    assert made[round((10 + FADE_S) * RATE) + QUANTUM : round(22.5 * RATE) - QUANTUM].max() == 0.0
    assert made[25 * RATE : 26 * RATE].max() > 0.04


def test_what_is_skipped_fades_and_what_is_not_rings_on(clips: Clips) -> None:
    bowl = Cue(5.0, "transition")
    skipped = np.abs(heard(clips, 30, Telling(0, [bowl, Cue(9.0, "voice", WORDS)], "none"), Telling(8.0, [], "none")))
    assert skipped[round((8 + FADE_S) * RATE) + QUANTUM :].max() == 0.0
    ringing = np.abs(heard(clips, 30, Telling(0, [bowl], "none"), Telling(8.0, [], "none")))
    assert ringing[12 * RATE : 13 * RATE].max() > 0.0


def test_the_swell_and_the_beds_are_there(clips: Clips) -> None:
    swell = [Swell(0, 4, 0, 1), Swell(4, 4, 1, 0)]
    made = np.abs(heard(clips, 8, Telling(0, (), None, swell)))
    assert made[round(3.5 * RATE) : round(4.5 * RATE)].max() > 3 * made[round(7.2 * RATE) : round(7.6 * RATE)].max()
    changing = np.abs(heard(clips, 30, told(0, [], "rain.ogg"), told(10, [], "ocean.ogg"), told(20, [], "none")))
    assert [changing[second * RATE : (second + 1) * RATE].max() > 0.04 for second in (5, 15, 25)] == [True, True, False]


def test_the_same_gives_the_same_bits(clips: Clips) -> None:
    tellings = told(0, [3.3, 4.4], "rain.ogg"), Telling(5.01, (), None), told(6.007, [6.007, 8.5], "ocean.ogg")
    np.testing.assert_array_equal(heard(clips, 12, *tellings), heard(clips, 12, *tellings))


def test_it_works_without_any_sound_at_all(tmp_path: Path) -> None:
    made = heard(Clips(media(tmp_path / "media", {})), 3, Telling(0, [Cue(1.0, "breath_in", "In")], "rain.ogg", [Swell(0, 3, 0, 1)]))
    assert made.shape == (3 * RATE, 2) and not made.any()
