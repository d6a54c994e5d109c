"""The booth: a therapist's own voice, line by line, through a real sound server, up to what her patients hear."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from dtx.authors.authored import authored
from dtx.authors.booth import Booth
from dtx.authors.checking import check, lines_of
from dtx.authors.spoken import Spoken
from dtx.errors import DtxError
from dtx.host.shelf import Shelf
from dtx.sound.clips import Clips, key_of
from dtx.sound.microphone import Level, Microphone
from dtx.sound.player import Silent
from dtx.sound.takes import Takes
from dtx.sound.voices import voices
from tests.cli.test_check import HEAD
from tests.evenings import EVENING, plugin
from tests.sound.pulse import Pulse
from tests.sound.recordings import quiet, read, talk, write

FIRST, SECOND = "Let the shoulders be as heavy as they like.", "Turn to one sound you can hear."
STEPS = (
    f"steps:\n  - say: {FIRST}\n    pause: 9 s\n  - say: {SECOND}\n    pause: 1 s\n    recording: sound.wav\n"
    "  - ask: What?\n    save: what\n  - say: You wrote {what}.\n  - breathe: 4-6\n    times: 2\n"
)


class Deaf(Microphone):
    """A microphone whose takes are files that a test has written; the process and the clips are the real ones."""

    def __init__(self, takes: Iterator[Path]) -> None:
        self.problem, self.device, self.level = None, "a test's", Level()
        self._takes = takes

    def wait_open(self, seconds: float = 0) -> None: ...

    def take(self, path: Path) -> None:
        shutil.copyfile(next(self._takes), path)

    @property
    def full(self) -> bool:
        return False

    def end(self) -> float:
        return 1.0

    def close(self) -> None: ...


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return plugin(tmp_path, "desk", HEAD + STEPS)


def lines(desk: Path) -> list[Spoken]:
    return lines_of(authored(desk, None), EVENING.date())


Recorded = Callable[..., Booth]


@pytest.fixture
def booth(desk: Path, dtx_home: Path, tmp_path: Path) -> Iterator[Recorded]:
    made: list[Booth] = []

    def make(*seconds: float, level: float = 0.2) -> Booth:
        """A booth into which somebody speaks for so long, take by take."""
        files = []
        for number, length in enumerate(seconds):
            room = 10 ** (-66 / 20)
            samples = [quiet(1, noise=room), talk(length, level=level, noise=room), quiet(0.5, noise=room)]
            files.append(write(tmp_path / f"said{number}.flac", np.concatenate(samples), kind="flac"))
        made.append(Booth(dtx_home, desk, lines(desk), microphone=lambda: Deaf(iter(files)), player=Silent))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_each_line_that_can_be_recorded_is_there_and_the_others_are_told(booth: Recorded) -> None:
    one = booth()
    assert [line.text for line in one.lines] == [FIRST, SECOND, "In", "Out"]
    assert [line.text for line in one.varying] == ["You wrote {what}."]
    assert [line.text for line in one.missing()] == [FIRST, SECOND]
    assert one.heard(one.lines[2])[0] == "dtx"


def test_a_take_is_heard_once_it_is_kept_and_not_before(booth: Recorded, desk: Path, dtx_home: Path) -> None:
    one = booth(3)
    line = one.lines[0]
    one.begin(line)
    attempt = one.end()
    assert attempt.good and attempt.says().startswith("That is 3.")
    assert one.heard(line) == ("none", None)
    one.keep(line, attempt.take)
    target = desk / "voice" / f"{key_of(FIRST)}.ogg"
    assert one.heard(line) == ("yours", target)
    assert Clips(voices=voices(dtx_home, desk)).words(FIRST) is not None, "and in a session it is found there"
    with_it = [found for found in check(desk, Shelf(dtx_home), EVENING.date()) if "take" in found.sentence]
    assert with_it == []


@pytest.mark.slow
def test_a_line_whose_step_names_a_file_is_recorded_into_that(booth: Recorded, desk: Path) -> None:
    one = booth(2)
    line = one.lines[1]
    one.begin(line)
    one.keep(line, one.end().take)
    samples, _ = read(desk / "sound.wav")
    assert len(samples) > 48_000 and one.heard(line) == ("yours", desk / "sound.wav")


def test_a_take_that_is_too_long_for_its_line_says_by_how_much(booth: Recorded) -> None:
    one = booth(6)
    line = one.lines[1]  # seven words and a second: 4 s
    one.begin(line)
    attempt = one.end()
    assert not attempt.good
    assert attempt.faults[0][0].startswith("It takes 6.") and attempt.faults[0][0].endswith("and has 4 s.")


@pytest.mark.slow
def test_every_take_is_kept_and_an_earlier_one_can_be_chosen(booth: Recorded, desk: Path, dtx_home: Path) -> None:
    one = booth(2, 4)
    line = one.lines[0]
    for _ in range(2):
        one.begin(line)
        one.keep(line, one.end().take)
    first, second = Takes(dtx_home).of(FIRST)
    assert read(one.target(line))[0].shape == read(second.clip)[0].shape
    write(desk / "voice" / f"{key_of(FIRST)}.flac", talk(1), kind="flac")
    one.keep(line, first)
    assert one.heard(line) == ("yours", one.target(line))
    assert read(one.target(line))[0].shape == read(first.clip)[0].shape
    assert one.target(line).stat().st_size < first.clip.stat().st_size / 2, "what is handed on is small"
    assert one.remove(line) and not one.remove(line)
    assert [take.number for take in Takes(dtx_home).of(FIRST)] == [1, 2]


@pytest.mark.slow
def test_a_file_that_was_recorded_elsewhere_becomes_a_take(booth: Recorded, tmp_path: Path) -> None:
    one = booth()
    line = one.lines[0]
    attempt = one.bring_in(line, write(tmp_path / "phone.mp3", talk(3, 44_100), 44_100, "mp3"))
    assert attempt.good
    one.keep(line, attempt.take)
    assert one.heard(line)[0] == "yours"
    (tmp_path / "note.m4a").write_bytes(b"\0\0\0\x20ftypM4A " + bytes(100))
    with pytest.raises(DtxError, match="M4A"):
        one.bring_in(line, tmp_path / "note.m4a")
    with pytest.raises(DtxError, match="There is no file"):
        one.bring_in(line, tmp_path / "none.wav")


def test_a_take_that_is_dropped_leaves_nothing(booth: Recorded, dtx_home: Path) -> None:
    one = booth(2)
    one.begin(one.lines[0])
    one.drop()
    assert not list((dtx_home / "media" / "takes").rglob("*.flac"))


def test_where_nothing_can_sound_hearing_says_so(booth: Recorded, desk: Path) -> None:
    one = booth(2)
    one.begin(one.lines[0])
    attempt = one.end()
    with pytest.raises(DtxError):
        one.hear(attempt.take.clip)


@pytest.mark.slow
def test_with_a_real_microphone_and_a_real_loudspeaker(pulse: Pulse, desk: Path, dtx_home: Path, tmp_path: Path) -> None:
    """She speaks, hears what was made of it, and it is the same voice 20 dB below full scale."""
    said = write(tmp_path / "said.wav", talk(3, level=0.3))
    one = Booth(dtx_home, desk, lines(desk))
    try:
        player = one.player
        one.open()
        while player.status().state == "starting":
            time.sleep(0.05)
        time.sleep(1.1)
        one.begin(one.lines[0])
        subprocess.run(["paplay", "--device=sess", str(said)], env=pulse.environment(), check=True)
        attempt = one.end()
        assert attempt.seconds == pytest.approx(3.25, abs=0.2)
        one.keep(attempt.line, attempt.take)
        with pulse.recording() as recording:
            one.hear(attempt.take.clip)
            time.sleep(5)
        assert float(abs(recording.samples()).max()) > 0.05
    finally:
        one.close()
