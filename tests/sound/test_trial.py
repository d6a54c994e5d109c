"""What is played to judge the loudness by begins once, and goes on while it is changed."""

from datetime import UTC, datetime

import pytest

from dtx.engine.clock import HandClock
from dtx.engine.score import Cue
from dtx.sound.mixer import BED_IN_S
from dtx.sound.narrator import Narrator
from dtx.sound.trial import LINE, Kind, Trial
from tests.told import Told

SPEAKS = Narrator("af_heart", {LINE: 2.5})


@pytest.fixture
def player() -> Told:
    return Told(HandClock(datetime(2026, 5, 1, tzinfo=UTC), 100.0))


@pytest.mark.parametrize(
    ("bus", "bed", "speaks", "kind", "plays"),
    [
        ("all", "rain", SPEAKS, "line", (LINE,)),
        ("voice", "rain", SPEAKS, "line", (LINE,)),
        ("voice", "rain", None, "tones", ("breath_in", "rest")),
        ("all", "rain", Narrator("other", {}), "tones", ("breath_in", "rest")),
        ("cues", "rain", SPEAKS, "tones", ("breath_in", "rest")),
        ("bed", "rain", SPEAKS, "bed", ("rain",)),
        ("bed", "none", SPEAKS, "swell", ("swell", "swell")),
    ],
)
def test_each_volume_has_a_sound_of_its_own(
    bus: str, bed: str, speaks: Narrator | None, kind: Kind, plays: tuple[str, ...], player: Told
) -> None:
    assert Trial(player, speaks).play(bus, bed) == kind
    assert player.plays == [plays]


def test_the_first_thing_heard_is_never_a_bell(player: Told) -> None:
    """Sound page, section 7. The conductor leaves out what is struck within the first three seconds."""
    Trial(player, None).play("cues", "none")
    tone, bell = player.score
    assert (tone.name, bell.name) == ("breath_in", "rest")
    assert bell.at - tone.at > BED_IN_S


def test_ten_changes_begin_one_line(player: Told) -> None:
    trial = Trial(player, SPEAKS)
    for _ in range(10):
        trial.play("all", "rain")
        player.clock.move_to(player.now() + 0.15)
    assert player.score == (Cue(100.3, "voice", LINE),)
    assert len(player.plays) == 1


def test_a_change_near_the_end_of_a_line_is_heard_in_another_one_after_it(player: Told) -> None:
    trial = Trial(player, SPEAKS)
    trial.play("all", "rain")
    player.clock.move_to(102.0)
    trial.play("all", "rain")
    (cue,) = player.score
    assert cue.text == LINE
    assert cue.at == pytest.approx(103.1)


def test_a_bed_sounds_as_long_as_it_is_changed_and_some_seconds_more(player: Told) -> None:
    trial = Trial(player, SPEAKS)
    for _ in range(5):
        trial.play("bed", "rain")
        player.clock.move_to(player.now() + 6)
        trial.look()
    assert player.plays == [("rain",)]
    trial.play("bed", "ocean")
    player.clock.move_to(player.now() + 8.1)
    trial.look()
    assert player.plays == [("rain",), ("ocean",), ()]


def test_what_is_asked_for_while_the_sound_gets_ready_is_heard_then(player: Told) -> None:
    player.state = "starting"
    trial = Trial(player, SPEAKS)
    trial.play("all", "rain")
    trial.look()
    assert player.plays == []
    player.state = "playing"
    player.clock.move_to(102.0)
    trial.look()
    trial.look()
    assert player.score == (Cue(102.3, "voice", LINE),)


def test_what_was_asked_for_where_nothing_comes_is_forgotten(player: Told) -> None:
    player.state = "starting"
    trial = Trial(player, SPEAKS)
    trial.play("all", "rain")
    player.state = "silent"
    trial.look()
    player.state = "playing"
    trial.look()
    assert player.plays == []
