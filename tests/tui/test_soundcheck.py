"""A person sets the sound: every change is heard, kept for the device, and said in plain words."""

from pathlib import Path

import pytest

from dtx.engine.clock import HandClock
from dtx.errors import DtxError
from dtx.services import Services
from dtx.settings import BEDS, Settings, Sound
from dtx.sound.player import Silent
from dtx.sound.status import LOST, NO_DEVICE, STARTING, Status
from dtx.sound.trial import LINE
from dtx.tui.soundcheck import SoundCheck, player_for
from dtx.tui.soundwords import AGAIN, BED_NAMES, NO_SOUND, NOT_WANTED, TEST, WIRELESS, lines, looks_wireless, where
from tests.evenings import EVENING
from tests.told import Told


@pytest.fixture
def player() -> Told:
    return Told(HandClock(EVENING))


def checked(home: Path, player: Told) -> SoundCheck:
    check = SoundCheck(Services(home), player)
    check.look()
    return check


def kept(home: Path, device: str = "Speakers") -> Sound:
    return Settings.read(home).sound(device)


def test_each_change_is_heard_and_there_again_the_next_time(dtx_home: Path, player: Told) -> None:
    """The issue, part 2: volume at any time, kept per device name."""
    check = checked(dtx_home, player)
    assert player.levels == {"all": 0.6, "voice": 1.0, "cues": 1.0, "bed": 1.0}
    check.change("all", -5)
    check.set_to("cues", 40)
    check.other_bed(1)
    assert player.levels == {"all": 0.55, "voice": 1.0, "cues": 0.4, "bed": 1.0}
    assert player.plays == [(LINE,), ("breath_in", "rest"), ("rain",)]
    assert kept(dtx_home) == Sound(all=55, cues=40)
    assert Settings.read(dtx_home).bed == "rain"
    assert checked(dtx_home, player).lines(80)[0].endswith("55 %")


def test_no_sound_is_a_key_and_so_is_being_louder(dtx_home: Path, player: Told) -> None:
    check = checked(dtx_home, player)
    check.mute()
    assert player.muted and kept(dtx_home).muted
    assert check.lines(80)[0].endswith(NO_SOUND)
    assert check.said == "No sound."
    check.change("all", 5)
    assert not player.muted
    assert check.lines(80)[0].endswith("65 %")
    check.mute()
    check.set_to("voice", 50)
    check.set_to("all", 0)
    assert player.muted
    check.set_to("all", 40)
    assert not player.muted and player.levels["all"] == 0.4


def test_every_background_can_be_reached_both_ways(dtx_home: Path, player: Told) -> None:
    check = checked(dtx_home, player)
    assert BED_NAMES.keys() == set(BEDS)
    seen = []
    for _ in BEDS:
        check.other_bed(1)
        seen.append(Settings.read(dtx_home).bed)
    assert seen == [*BEDS[1:], BEDS[0]]
    check.other_bed(-1)
    assert Settings.read(dtx_home).bed == BEDS[-1]


def test_it_says_device_backend_latency_and_voice(dtx_home: Path, player: Told) -> None:
    """The issue, part 8."""
    check = checked(dtx_home, player)
    for word in ("“Speakers”", "sounddevice", "256 ms"):
        assert word in check.where()
        assert word in check.where(short=True)
    assert "made by a computer" in check.voice


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (Status("starting", STARTING), STARTING),
        (Status("silent", NO_DEVICE), NO_DEVICE),
        (Status("lost", LOST, "sounddevice", "Speakers", 0.2), LOST),
    ],
)
def test_where_nothing_is_heard_one_sentence_says_why(status: Status, says: str) -> None:
    assert where(status, 0, wanted=True, short=False) == says
    assert where(status, 0, wanted=False, short=False) == NOT_WANTED


def test_what_was_set_for_late_headphones_is_told_with_the_latency() -> None:
    status = Status("playing", "", "sounddevice", "Buds", 0.25)
    assert "250 ms after" in where(status, 180, wanted=True, short=False)
    assert "180 ms more" in where(status, 180, wanted=True, short=False)
    assert "430 ms" in where(status, 180, wanted=True, short=True)


def test_a_device_that_was_not_there_can_be_tried_again(dtx_home: Path, player: Told) -> None:
    player.state, player.says = "silent", NO_DEVICE
    check = checked(dtx_home, player)
    assert AGAIN in check.lines(80) and TEST not in check.lines(80)
    check.change("all", 5)
    assert check.said == NO_DEVICE
    check.play("voice")
    assert player.tried == 1
    assert check.lines(80)[0].split() == ["Everything", "–"]
    player.state = "playing"
    check.look()
    assert player.plays == [(LINE,)]
    assert check.said == LINE


def test_nothing_is_changed_before_the_device_is_known(dtx_home: Path, player: Told) -> None:
    player.state, player.says = "starting", STARTING
    check = checked(dtx_home, player)
    check.change("all", 5)
    check.mute()
    assert check.said == STARTING
    assert not (dtx_home / "settings.json").exists()


def test_where_nothing_can_be_kept_it_is_heard_all_the_same(dtx_home: Path, player: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    check = checked(dtx_home, player)

    def full(*_: object) -> None:
        raise DtxError("There is no room left.", "Free some space.")

    monkeypatch.setattr(Settings, "keep", full)
    check.change("all", -10)
    assert player.levels["all"] == 0.5 and player.plays == [(LINE,)]
    assert check.said == "There is no room left. Free some space."


@pytest.mark.parametrize(
    ("device", "wireless"),
    [
        ("Bluetooth: WH-1000XM4", True),
        ("bluez_output.38_18_4C", True),
        ("AirPods Pro", True),
        ("Galaxy Buds2", True),
        ("Jabra Headset", True),
        ("Wireless speaker", True),
        ("Built-in Audio Analog Stereo", False),
        ("default", False),
        (None, False),
    ],
)
def test_names_of_headphones_without_a_cable_are_known(device: str | None, wireless: bool) -> None:
    """Sound page, section 7: offered when the name looks like a headset."""
    assert looks_wireless(device) is wireless


def test_whoever_wears_some_is_told_about_the_last_line_until_it_is_set(dtx_home: Path, player: Told) -> None:
    player.device = "AirPods"
    check = checked(dtx_home, player)
    assert check.said == WIRELESS
    check.loudness.late(180)
    assert checked(dtx_home, player).said == ""
    assert player.late_s == 0.18


@pytest.mark.parametrize("width", [35, 75, 115])
def test_no_line_is_wider_than_the_page(width: int) -> None:
    loudest = Sound(100, 100, 100, 100, 500)
    for sound in (loudest, Sound(), Sound(muted=True), None):
        for bed in BEDS:
            for lost in (False, True):
                assert all(len(line) <= width for line in lines(sound, bed, width, lost=lost))


def test_without_sound_nothing_is_started(dtx_home: Path) -> None:
    assert isinstance(player_for(Services(dtx_home)), Silent)
    check = SoundCheck(Services(dtx_home))
    check.look()
    check.play("all")
    assert check.where() == check.said == NOT_WANTED
    assert TEST in check.lines(80)
