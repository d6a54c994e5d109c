"""The mixer's laws: every clip on its sample, the same bits however much is asked for, nothing loud, nothing sudden."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dtx.sound import RATE
from dtx.sound.clip import Clip, Samples
from dtx.sound.fader import QUANTUM
from dtx.sound.limiter import CEILING
from dtx.sound.mixer import BED_IN_S, FADE_S, Mixer, Note
from dtx.sound.swell import Swell
from tests.sound.made import flat, steps, tone

BREATHS = [Swell(at, 4.0, *ends) for at, ends in ((0.0, (0, 1)), (4.0, (1, 0)), (8.0, (0, 1)))]


def decibels(ratio: float) -> float:
    return float(20 * np.log10(ratio))


def session() -> Mixer:
    """A little of everything."""
    loops = Clip(tone(1.7, 110, 0.05, 2), loop=True), Clip(tone(0.9, 2000, 0.05), loop=True)
    mixer = Mixer(loops, volume=1.0)
    mixer.bed(Clip(tone(2.3, 90, 0.1, 2), loop=True))
    mixer.swell(BREATHS)
    for start, seconds in ((1, 0.3), (4801, 0.7), (48_123, 1.5), (48_124, 0.01)):
        mixer.place(Note(start, Clip(tone(seconds, 440, 0.6)), "voice"))
    mixer.place(Note(30_011, Clip(tone(3, 660, 0.9, 2)), "cues"))
    return mixer


EVENTS: dict[int, Callable[[Mixer], None]] = {
    9_600: lambda mixer: mixer.volume("cues", 0.3),
    48_000: lambda mixer: mixer.mute(True),
    57_600: lambda mixer: mixer.mute(False),
    67_200: lambda mixer: mixer.bed(None),
}
WHOLE = 96_000


def rendered(blocks: Sequence[int]) -> Samples:
    """The session, asked for in blocks of these sizes in turn, told the same at the same places."""
    mixer, parts, turn = session(), [], 0
    for start, stop in pairwise([0, *EVENTS, WHOLE]):
        if start in EVENTS:
            EVENTS[start](mixer)
        while mixer.position < stop:
            parts.append(mixer.render(min(blocks[turn % len(blocks)], stop - mixer.position)))
            turn += 1
    return np.concatenate(parts)


REFERENCE = rendered([WHOLE])


@pytest.mark.parametrize("block", [1, 64, 1200, 4800])
def test_every_bit_is_the_same_whatever_the_block_size(block: int) -> None:
    """Sound page, section 8. A block of one frame for a second of it; the rest for two."""
    if block == 1:
        mixer = session()
        parts = [mixer.render(1) for _ in range(9_600)]
        np.testing.assert_array_equal(np.concatenate(parts), REFERENCE[:9_600])
    else:
        np.testing.assert_array_equal(rendered([block]), REFERENCE)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 7000), min_size=1, max_size=6))
def test_every_bit_is_the_same_whatever_the_blocks(blocks: list[int]) -> None:
    np.testing.assert_array_equal(rendered(blocks), REFERENCE)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 40_000), min_size=1, max_size=8, unique=True), st.integers(1, 5000))
def test_each_clip_begins_on_its_sample(starts: list[int], block: int) -> None:
    """Plus or minus none: the sum of the clips, each where it was placed, is what is heard."""
    mixer, clip, expected = Mixer(volume=1.0), steps(2000, 0.05), np.zeros(48_000, np.float32)
    for start in starts:
        mixer.place(Note(start, clip, "cues"))
        expected[start : start + 2000] += clip.samples[:, 0]
    heard = np.concatenate([mixer.render(block) for _ in range(-(-48_000 // block))])[:48_000]
    np.testing.assert_allclose(heard[:, 0], expected, atol=1e-6)
    np.testing.assert_array_equal(heard[:, 0], heard[:, 1])


def test_ten_clips_at_full_scale_stay_under_the_ceiling() -> None:
    """Sound page, section 7: -1 dBFS. And the limiter lets go within a second."""
    mixer = Mixer(volume=1.0)
    for number in range(10):
        mixer.place(Note(4_000 + 37 * number, Clip(tone(0.5, 200 + 31 * number, 1.0)), ("voice", "cues")[number % 2]))
    mixer.place(Note(96_000, flat(9600, 0.5), "cues"))
    heard = mixer.render(110_000)
    assert np.abs(heard).max() <= np.float32(CEILING)
    assert np.abs(heard[6_000:20_000]).max() > 0.5
    assert heard[105_000, 0] == pytest.approx(0.5, abs=0.01)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 30_000), st.floats(0.1, 30)), min_size=1, max_size=10))
def test_nothing_ever_leaves_above_the_ceiling(loud: list[tuple[int, float]]) -> None:
    mixer = Mixer(volume=1.0)
    for start, level in loud:
        mixer.place(Note(start, flat(5000, level), "cues"))
    heard = mixer.render(48_000)
    assert np.abs(heard).max() <= np.float32(CEILING)
    assert np.isfinite(heard).all()


def test_the_limiter_turns_down_before_the_peak_and_not_with_a_jump() -> None:
    mixer = Mixer(volume=1.0)
    mixer.place(Note(0, flat(48_000, 0.5), "voice"))
    mixer.place(Note(24_000, Clip(tone(0.2, 500, 2.0)), "cues"))
    heard = mixer.render(48_000)[:, 0]
    before = heard[24_000 - 3 * QUANTUM : 24_000]
    assert np.abs(np.diff(before)).max() < 0.002
    assert before[0] == 0.5
    assert before[-1] < 0.45


def test_a_bed_comes_within_three_seconds_and_never_jumps() -> None:
    """Sound page, section 7."""
    mixer = Mixer(volume=1.0)
    mixer.bed(flat(1000, 0.1, loop=True))
    heard = mixer.render(4 * RATE)[:, 0]
    assert heard[0] == pytest.approx(0, abs=1e-4)
    assert np.all(np.diff(heard) >= -1e-7)
    assert heard[round(BED_IN_S * RATE)] == pytest.approx(0.1, abs=1e-4)
    assert heard[RATE] < 0.02


def test_a_loop_goes_round_without_a_seam() -> None:
    loop = Clip(tone(1.0, 100, 0.1, 2), loop=True)  # 100 whole periods
    mixer = Mixer(volume=1.0)
    mixer.bed(loop)
    heard = mixer.render(6 * RATE)[4 * RATE :, 0]
    assert np.abs(np.diff(heard)).max() <= np.abs(np.diff(loop.samples[:, 0])).max() * 1.01


def test_the_bed_gives_way_to_words_by_four_decibels_within_300_ms() -> None:
    mixer = Mixer(volume=1.0)
    mixer.bed(flat(1000, 0.1, loop=True))
    mixer.place(Note(5 * RATE, Clip(np.zeros((RATE, 1), np.float32)), "voice"))
    heard = mixer.render(8 * RATE)[:, 0]
    assert decibels(heard[round(4.6 * RATE)] / 0.1) == pytest.approx(0, abs=0.05)
    assert decibels(heard[5 * RATE] / 0.1) == pytest.approx(-4, abs=0.05)
    assert decibels(heard[6 * RATE - 1] / 0.1) == pytest.approx(-4, abs=0.05)
    assert decibels(heard[round(6.35 * RATE)] / 0.1) == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize("at", [0, 12_345])
def test_what_is_cut_fades_within_150_ms(at: int) -> None:
    mixer, note = Mixer(volume=1.0), Note(0, flat(2 * RATE, 0.25), "voice")
    mixer.place(note)
    parts = [mixer.render(at)]
    head = mixer.mixed
    mixer.cut(note)
    parts.append(mixer.render(RATE - at))
    heard = np.concatenate(parts)[:, 0]
    assert np.all(heard[:head] == np.float32(0.25))
    end = head + round(FADE_S * RATE) + QUANTUM
    assert np.all(heard[end:] == 0)
    assert np.abs(np.diff(heard)).max() < 0.25 / (FADE_S * RATE) * 1.5


def test_a_bed_that_is_taken_away_fades_within_150_ms_and_comes_back_within_a_second() -> None:
    mixer, bed = Mixer(volume=1.0), flat(1000, 0.1, loop=True)
    mixer.bed(bed)
    mixer.render(4 * RATE)
    mixer.bed(None)
    gone = mixer.render(RATE)[:, 0]
    assert np.all(gone[round(FADE_S * RATE) + 3 * QUANTUM :] == 0)
    mixer.bed(bed)
    back = mixer.render(2 * RATE)[:, 0]
    assert back[round(1.1 * RATE)] == pytest.approx(0.1, abs=1e-4)


def test_a_bed_that_is_asked_for_again_goes_on() -> None:
    mixer, bed = Mixer(volume=1.0), flat(1000, 0.1, loop=True)
    mixer.bed(bed)
    mixer.render(4 * RATE)
    mixer.bed(bed)
    assert mixer.render(RATE)[:, 0] == pytest.approx(0.1)


def test_one_bed_gives_way_to_another_without_a_hole() -> None:
    mixer = Mixer(volume=1.0)
    mixer.bed(flat(1000, 0.1, loop=True))
    mixer.render(4 * RATE)
    mixer.bed(flat(500, 0.1, loop=True))
    heard = mixer.render(4 * RATE)[:, 0]
    assert heard.min() > 0.04
    assert heard[-1] == pytest.approx(0.1, abs=1e-4)


def test_the_swell_is_as_full_as_the_picture() -> None:
    """The same raised cosine between the phase's ends, 0.15 at its lowest; half-way through the in-breath it is half full."""
    mixer = Mixer((flat(1000, 0.1, loop=True), flat(1000, 0.0, loop=True)), volume=1.0)
    mixer.swell([Swell(2.0, 4.0, 0, 1), Swell(6.0, 4.0, 1, 1), Swell(10.0, 6.0, 1, 0)])
    heard = mixer.render(17 * RATE)[:, 0] / 0.1
    assert np.all(heard[: 2 * RATE - QUANTUM] == 0)
    for at, full in ((3.5, (1 - np.cos(np.pi * 1.5 / 4)) / 2), (4.0, 0.5), (6.0, 1.0), (9.0, 1.0), (13.0, 0.5), (15.95, 0.0)):
        assert heard[round(at * RATE)] == pytest.approx(0.15 + 0.85 * full, abs=0.005), at
    assert heard[-1] < 0.15


def test_volumes_are_squares_and_move_without_a_jump() -> None:
    """60 % is about -9 dB (sound page, section 7)."""
    mixer = Mixer()
    mixer.place(Note(0, flat(RATE, 0.5), "voice"))
    heard = mixer.render(4800)[:, 0]
    assert decibels(heard[0] / 0.5) == pytest.approx(-9, abs=0.2)
    mixer.volume("voice", 0.5)
    heard = mixer.render(2 * 4800 + 4 * QUANTUM)[:, 0]
    assert decibels(heard[-1] / 0.5) == pytest.approx(-8.87 - 12.04, abs=0.05)
    assert np.abs(np.diff(heard)).max() < 1e-4
    mixer.mute(True)
    assert mixer.render(9600)[-1, 0] == 0


def test_a_cue_that_comes_a_little_late_is_heard_whole() -> None:
    mixer = Mixer(volume=1.0)
    mixer.render(9600)
    mixer.place(Note(0, steps(4800), "voice"))
    heard = mixer.render(9600)[:, 0]
    begin = int(np.flatnonzero(heard)[0])
    np.testing.assert_allclose(heard[begin : begin + 4800], steps(4800).samples[:, 0], atol=1e-6)


def test_words_that_come_very_late_are_left_to_the_screen_and_a_recording_goes_on_from_where_it_would_be() -> None:
    mixer = Mixer(volume=1.0)
    mixer.render(2 * RATE)
    mixer.place(Note(0, flat(3 * RATE, 0.1), "voice"))
    assert np.all(mixer.render(RATE) == 0)
    mixer.place(Note(0, steps(20 * RATE, 0.2), "voice"))
    heard = mixer.render(RATE)[:, 0]
    position = mixer.position - 1
    assert heard[-1] == pytest.approx(0.2 * (position + 1) / (20 * RATE), abs=1e-6)
    assert heard[0] < 0.001
