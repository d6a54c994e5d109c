"""Loudness is a person's own, for each device, and never a surprise."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.engine.clock import HandClock
from dtx.sessions.loudness import Loudness
from dtx.settings import FARTHEST_MS, Settings, Sound
from dtx.sound.player import Silent
from dtx.sound.status import Status
from tests.evenings import EVENING
from tests.told import Told


class Listed(Silent):
    """A player that says which device it is heard on, and writes down what it is told."""

    def __init__(self, device: str | None) -> None:
        super().__init__()
        self.device, self.levels, self.muted = device, dict[str, float](), False

    def status(self) -> Status:
        return Status("playing", device=self.device)

    def volume(self, bus: str, level: float) -> None:
        self.levels[bus] = level

    def mute(self, on: bool = True) -> None:
        self.muted = on


def test_it_begins_at_60_percent_whatever_the_device(dtx_home: Path) -> None:
    """Sound page, section 7: default 60 %."""
    player = Listed(None)
    loudness = Loudness(player, dtx_home)
    assert player.levels == {"all": 0.6, "voice": 1.0, "cues": 1.0, "bed": 1.0}
    assert not loudness.follow()


def test_what_is_chosen_is_there_again_with_the_same_device_only(dtx_home: Path) -> None:
    first = Loudness(Listed("headphones"), dtx_home)
    assert first.follow()
    first.louder(-20)
    first.louder(-50, "bed")
    player = Listed("headphones")
    again = Loudness(player, dtx_home)
    assert again.follow() and not again.follow()
    assert (player.levels["all"], player.levels["bed"]) == (0.4, 0.5)
    player.device = "speakers"
    assert again.follow()
    assert player.levels["all"] == 0.6


def test_muted_is_heard_again_by_the_same_key_or_by_being_louder(dtx_home: Path) -> None:
    player = Listed("headphones")
    loudness = Loudness(player, dtx_home)
    loudness.follow()
    loudness.mute()
    assert player.muted
    loudness.louder(-5)
    assert player.muted
    loudness.louder(5)
    assert not player.muted
    loudness.mute()
    loudness.mute()
    assert not player.muted
    assert Settings.read(dtx_home).sound("headphones") == Sound(all=60)


@given(st.lists(st.integers(-30, 30)))
def test_no_key_leads_below_silence_or_above_full(steps: list[int]) -> None:
    player = Listed(None)
    loudness = Loudness(player, Path("never written"))
    for by in steps:
        loudness.louder(by)
        assert 0 <= player.levels["all"] <= 1
    assert not Path("never written").exists()


@pytest.mark.parametrize("bus", ["all", "voice", "cues", "bed"])
def test_each_bus_has_its_own_volume(dtx_home: Path, bus: str) -> None:
    player = Listed("headphones")
    loudness = Loudness(player, dtx_home)
    loudness.follow()
    loudness.louder(-10, bus)
    assert player.levels == {"all": 0.6, "voice": 1.0, "cues": 1.0, "bed": 1.0} | {bus: 0.5 if bus == "all" else 0.9}


def test_how_late_headphones_are_is_theirs_alone_and_told_to_the_player(dtx_home: Path) -> None:
    """Sound page, section 7: the offset is kept per device name."""
    player = Told(HandClock(EVENING), "headphones")
    loudness = Loudness(player, dtx_home)
    loudness.follow()
    loudness.late(180)
    assert player.late_s == 0.18
    player.device = "speakers"
    assert loudness.follow() and player.late_s == 0.0
    player.device = "headphones"
    assert loudness.follow() and player.late_s == 0.18
    loudness.late(-10)
    assert Settings.read(dtx_home).sound("headphones").late_ms == 0
    loudness.late(FARTHEST_MS + 10)
    assert Settings.read(dtx_home).sound("headphones").late_ms == FARTHEST_MS
