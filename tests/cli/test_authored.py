"""In plain mode, too, people are told who wrote a practice, and the help says when its author would stop."""

from pathlib import Path

import pytest

from tests.commands import Commands
from tests.evenings import plugin
from tests.host.texts import STEPS

SIGNED = "Written by A. Therapist, physiotherapy. Nobody has reviewed it yet."


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


def test_the_first_time_it_is_said_and_then_again_by_the_help_alone(dtx: Commands, dtx_home: Path) -> None:
    plugin(dtx_home / "plugins", "desk", STEPS + "  - say: Look up.\n    pause: 4\n")
    assert SIGNED in dtx.session("desk.desk").out
    assert SIGNED not in dtx.session("desk.desk").out
    helped = dtx("run", "desk.desk", "--plain", "--pace", "fast", typed="?\n" + "\n" * 40).out
    for words in (SIGNED, "Stop whenever you want to.", "Do one of them only."):
        assert words in helped
