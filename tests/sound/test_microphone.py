"""The microphone, with a real PulseAudio whose sink's monitor is what it hears."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dtx.errors import DtxError
from dtx.sound.microphone import GONE, NO_LIBRARY, NO_MICROPHONE, Microphone, why_none
from dtx.sound.taking import made
from tests.sound.pulse import Pulse
from tests.sound.recordings import RATE, read, talk, write


@pytest.fixture
def said(tmp_path: Path) -> Path:
    return write(tmp_path / "said.wav", talk(2.0, level=0.3))


def speak(pulse: Pulse, file: Path) -> None:
    """Somebody speaks into the room, to the end."""
    subprocess.run(["paplay", "--device=sess", str(file)], env=pulse.environment(), check=True, timeout=20)


@pytest.fixture
def microphone(pulse: Pulse, tmp_path: Path) -> Iterator[Microphone]:
    microphone = Microphone(tmp_path / "sound.log")
    yield microphone
    microphone.close()


def test_what_is_spoken_is_in_the_take_after_a_moment_of_the_room(microphone: Microphone, pulse: Pulse, said: Path, tmp_path: Path) -> None:
    microphone.wait_open()
    assert microphone.state == "open" and microphone.device
    time.sleep(1.1)  # the room, before anybody speaks
    microphone.take(tmp_path / "1.flac")
    assert microphone.state == "taking"
    speak(pulse, said)
    assert microphone.level.db > -40 and microphone.level.seconds > 1.5
    seconds = microphone.end()
    samples, rate = read(tmp_path / "1.flac")
    assert rate == RATE and len(samples) / rate == pytest.approx(seconds, abs=0.01)
    assert 2.0 + 0.7 < seconds < 2.0 + 1.0 + 1.5
    found = made(tmp_path / "1.flac", tmp_path / "1.clip.flac")
    assert found.quality.clipped == 0 and found.quality.speech is not None
    assert found.seconds == pytest.approx(2.25, abs=0.15)
    assert b"ALSA" not in b"".join(path.read_bytes() for path in tmp_path.glob("*.flac"))


@pytest.mark.slow
def test_a_take_that_cannot_be_written_is_a_sentence_and_the_next_one_works(microphone: Microphone, tmp_path: Path) -> None:
    microphone.wait_open()
    with pytest.raises(DtxError, match="The take could not be written"):
        microphone.take(tmp_path / "nowhere" / "1.flac")
    microphone.take(tmp_path / "2.flac")
    assert microphone.end() >= 0


@pytest.mark.slow
def test_a_microphone_that_is_pulled_out_is_said_and_what_was_taken_is_kept(own_pulse: Pulse, said: Path, tmp_path: Path) -> None:
    microphone = Microphone(tmp_path / "sound.log")
    try:
        microphone.wait_open()
        time.sleep(1.1)
        microphone.take(tmp_path / "1.flac")
        speak(own_pulse, said)
        own_pulse.kill()
        with pytest.raises(DtxError, match=GONE[0]):
            for _ in range(100):
                microphone._check()
                time.sleep(0.1)
        samples, rate = read(tmp_path / "1.flac")
        assert len(samples) / rate > 2
    finally:
        microphone.close()


def test_where_there_is_no_microphone_one_sentence_says_so(no_pulse: None, tmp_path: Path) -> None:
    microphone = Microphone(tmp_path / "sound.log")
    try:
        with pytest.raises(DtxError, match=NO_MICROPHONE[0]):
            microphone.wait_open()
    finally:
        microphone.close()


@pytest.mark.slow
def test_a_microphone_is_let_go_of_with_whoever_listens(pulse: Pulse, tmp_path: Path) -> None:
    """Nobody is listened to after the program has ended, however it ended."""
    microphone = Microphone(tmp_path / "sound.log")
    microphone.wait_open()
    process = microphone._process
    assert process.stdin is not None
    process.stdin.close()  # as when the program dies
    assert process.wait(5) == 0
    microphone.close()


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        (
            {"sounddevice": "OSError: PortAudio library not found", "miniaudio": "ModuleNotFoundError: No module named 'miniaudio'"},
            NO_LIBRARY,
        ),
        ({"sounddevice": "OSError: PortAudio library not found", "miniaudio": "MiniaudioError: failed to init device"}, NO_MICROPHONE),
        ({"sounddevice": "PortAudioError: Error querying device -1", "miniaudio": "it gives nothing"}, NO_MICROPHONE),
    ],
)
def test_what_is_missing_is_told_apart(reasons: dict[str, str], sentence: tuple[str, str]) -> None:
    assert why_none(reasons) == sentence
