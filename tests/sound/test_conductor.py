"""From scores to notes: what sounds and is still meant to is left alone, what was taken away fades, and nothing startles."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dtx.engine.score import Cue
from dtx.sound import RATE
from dtx.sound.clip import Samples
from dtx.sound.clips import Clips
from dtx.sound.conductor import Conductor
from dtx.sound.cues import HEARD
from dtx.sound.mixer import Mixer
from dtx.sound.swell import Swell
from tests.sound.made import media, ping, tone

WORDS = "Let your shoulders be as they are."
AHEAD = 0.25
"""What a card has in its buffer: a score is told this much before what is heard."""


class Desk:
    """A mixer and its conductor over a folder of made sounds, and all that was heard."""

    def __init__(self, folder: Path, sounds: dict[str, Samples] | None = None, words: dict[str, Samples] | None = None) -> None:
        given = sounds or {"breath_in": ping(), "breath_out": ping(), "chime": tone(1.0), "bowl": tone(4.0), "bed_rain": tone(1, 100, 0.1)}
        self.mixer = Mixer(volume=1.0)
        self.clips = Clips(media(folder / "media", given, words or {WORDS: tone(2.0, level=0.3)}))
        self.conductor = Conductor(self.mixer, self.clips)
        self.heard: Samples = np.zeros((0, 2), np.float32)

    def play(self, *score: Cue, bed: str | None = None, swell: tuple[Swell, ...] = ()) -> None:
        self.conductor.play(score, bed, swell)

    def until(self, second: float) -> Samples:
        """Render up to a second of the stream, and give all of it."""
        self.heard = np.concatenate([self.heard, self.mixer.render(round(second * RATE) - self.mixer.position)])
        return self.heard

    def alone(self, *score: Cue, seconds: float) -> Samples:
        """What it would sound like, told once and left alone."""
        other = Mixer(volume=1.0)
        Conductor(other, self.clips).play(score, None)
        return other.render(round(seconds * RATE))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def breaths(count: int, since: float = 1.0, every: float = 0.5) -> list[Cue]:
    return [Cue(since + every * number, "breath_in", "In") for number in range(count)]


def test_cues_lie_on_their_samples_from_the_first_to_the_sixtieth(desk: Desk) -> None:
    score = breaths(60)
    desk.play(*score)
    heard = desk.until(32)[:, 0]
    for cue in score:
        start = round(cue.at * RATE)
        np.testing.assert_allclose(heard[start : start + 4000], heard[RATE : RATE + 4000], atol=1e-7)


def test_a_score_told_again_with_every_event_changes_nothing(desk: Desk) -> None:
    """The session tells its whole score after each phase, without the cues that are over: every bit stays as it was."""
    score = [Cue(1.0, "voice", WORDS), *breaths(20, 2.0)]
    for now in (0.0, 0.6, 1.3, 2.0, 2.26, 3.01, 7.7):
        desk.until(now + AHEAD)
        desk.play(*[cue for cue in score if cue.at >= now])
    np.testing.assert_array_equal(desk.until(13), desk.alone(*score, seconds=13))


def test_deadlines_added_up_anew_are_the_same_cues(desk: Desk) -> None:
    score = breaths(5)
    desk.play(*score)
    desk.until(0.9)
    desk.play(*[replace(cue, at=cue.at + 3e-6) for cue in score])
    np.testing.assert_array_equal(desk.until(4), desk.alone(*score, seconds=4))


def test_an_empty_score_is_a_pause_and_everything_fades_within_150_ms(desk: Desk) -> None:
    desk.play(Cue(1.0, "voice", WORDS), Cue(4.0, "breath_in"), bed="rain.ogg")
    desk.until(2.0)
    desk.play()
    heard = desk.until(6.0)[:, 0]
    assert np.abs(heard[round(1.9 * RATE) : 2 * RATE]).max() > 0.2
    assert np.all(heard[round(2.22 * RATE) :] == 0)


def test_a_skip_fades_what_sounds_and_drops_what_was_to_come(desk: Desk) -> None:
    desk.play(Cue(0.5, "voice", WORDS), Cue(3.0, "breath_out"))
    desk.until(1.0)
    desk.play(Cue(1.5, "breath_in"))
    heard = desk.until(5)[:, 0]
    assert np.abs(heard[round(0.9 * RATE) : RATE]).max() > 0.2
    assert np.all(heard[round(1.22 * RATE) : round(1.5 * RATE)] == 0)
    assert np.abs(heard[round(1.5 * RATE) : round(1.52 * RATE)]).max() > 0.1
    assert np.all(heard[3 * RATE :] == 0)


def test_a_bell_rings_on_when_its_phase_is_over(desk: Desk) -> None:
    score = [Cue(0.0, "breath_in"), Cue(4.0, "transition"), Cue(5.0, "breath_in")]
    desk.play(*score)
    desk.until(4.5)
    desk.play(score[2])
    np.testing.assert_array_equal(desk.until(9), desk.alone(*score, seconds=9))


def test_no_struck_sound_is_among_the_first_three_seconds(desk: Desk) -> None:
    """Sound page, section 7: the first sound is never a chime."""
    desk.play(Cue(0.5, "rest"), Cue(2.0, "transition"), Cue(4.0, "rest"), bed="bed_rain")
    heard = desk.until(4.0)
    assert np.abs(heard).max() <= 0.1 + 1e-6
    assert np.abs(desk.until(5.0)[round(4.1 * RATE) :]).max() > 0.3


def test_a_struck_sound_is_the_first_cue_where_a_bed_has_lain_for_three_seconds(desk: Desk) -> None:
    desk.play(Cue(5.0, "rest"), bed="rain.ogg")
    assert np.abs(desk.until(6.0)[round(5.1 * RATE) :]).max() > 0.3


def test_words_give_way_to_words(tmp_path: Path) -> None:
    """A line that takes longer than its slot fades when the next one begins: two voices at once are none."""
    desk = Desk(tmp_path, words={"Long.": tone(3.0, 300, 0.3), "Next.": np.zeros((RATE, 1), np.float32)})
    desk.play(Cue(0.5, "voice", "Long."), Cue(1.5, "voice", "Next."))
    heard = desk.until(3)[:, 0]
    assert np.abs(heard[round(1.4 * RATE) : round(1.5 * RATE)]).max() > 0.25
    assert np.all(heard[round(1.7 * RATE) :] == 0)


def test_a_line_is_spoken_once_where_its_phase_has_a_cue_of_the_same_words(tmp_path: Path) -> None:
    desk = Desk(tmp_path, sounds={"breath_in": ping()}, words={"Next: Bridge": tone(1.0, 300, 0.3)})
    desk.play(Cue(1.0, "transition", "Next: Bridge"), Cue(1.0, "voice", "Next: Bridge"))
    assert np.abs(desk.until(3)).max() == pytest.approx(0.3, abs=0.01)


def test_what_has_no_clip_is_left_to_the_screen(desk: Desk) -> None:
    desk.play(Cue(1.0, "voice", "Nobody has spoken this."), Cue(1.0, "made_up", "Nor this."), Cue(1.0, "breath_in", "In"), bed="no.ogg")
    assert np.abs(desk.until(2)).max() > 0.2


def test_the_swell_ends_with_a_pause(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.mixer = Mixer((desk.clips.loop("rain.ogg"), desk.clips.loop("rain.ogg")), volume=1.0)  # type: ignore[arg-type]
    desk.conductor = Conductor(desk.mixer, desk.clips)
    desk.play(Cue(0.0, "breath_in"), swell=(Swell(0, 4, 0, 1), Swell(4, 4, 1, 0)))
    assert np.abs(desk.until(4)[-4800:]).max() > 0.05
    desk.play()
    assert np.all(desk.until(6)[-RATE:] == 0)


def test_a_newer_score_stops_the_reading_of_an_older_one(desk: Desk) -> None:
    asked = []
    desk.conductor.play(breaths(9), None, newer=lambda: asked.append(1) is None)
    assert len(asked) == 1
    desk.play(*breaths(9))
    np.testing.assert_array_equal(desk.until(6), desk.alone(*breaths(9), seconds=6))


def test_every_cue_in_use_has_its_row() -> None:
    """The names of the engine's steps (dtx/engine/steps.py)."""
    used = "breath_in breath_top breath_hold breath_out breath_rest voice tense release go lift hold lower rest switch transition"
    assert set(HEARD) == set(used.split())
