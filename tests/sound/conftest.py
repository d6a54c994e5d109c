"""One sound server for the tests that need a real one, and nobody's own sound for all of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dtx.sound.speaker import Speaker
from tests.sound.made import media, ping, tone
from tests.sound.pulse import Pulse, needed

Speakers = Callable[..., Speaker]


@pytest.fixture(scope="session")
def server() -> Iterator[Pulse]:
    needed()
    with Pulse() as pulse:
        yield pulse


@pytest.fixture
def pulse(server: Pulse, monkeypatch: pytest.MonkeyPatch) -> Pulse:
    """Programs started from here find the sound server."""
    for name, value in server.env.items():
        monkeypatch.setenv(name, value)
    return server


@pytest.fixture
def own_pulse(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pulse]:
    """A sound server that may be broken."""
    needed()
    with Pulse() as pulse:
        for name, value in pulse.env.items():
            monkeypatch.setenv(name, value)
        yield pulse


@pytest.fixture
def no_pulse(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No sound server and, in a container, no card."""
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nothing'}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.fixture
def speakers(tmp_path: Path) -> Iterator[Speakers]:
    """Makes speakers that play made sounds, and puts them all away."""
    made: list[Speaker] = []
    sounds = {"breath_in": ping(), "breath_out": ping(0.2, 0.3), "bed_rain": tone(1, 100, 0.05, 2)}
    folder = media(tmp_path / "made", sounds, {"Let it be.": tone(2, 300, 0.2)})

    def make() -> Speaker:
        made.append(Speaker(media=folder, log=tmp_path / "sound.log"))
        return made[-1]

    yield make
    for speaker in made:
        speaker.close()
    assert all(speaker.wait_closed(10) for speaker in made)
