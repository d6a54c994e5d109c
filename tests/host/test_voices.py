"""Plugins that speak: each is asked alone and for so long, and one that fails is passed over with a notice."""

from pathlib import Path

import pytest

from dtx.host.shelf import Shelf
from dtx.host.voices import Voices
from tests.host.test_hooks import OFFER, plugin

SPEAKS = "from dtx import hookimpl\n\n@hookimpl\ndef dtx_voice(text, voice):\n    "
GOOD = SPEAKS + "from pathlib import Path\n    path = Path(__file__).with_name('line.wav')\n    return path if 'soft' in text else None\n"


def good(home: Path, name: str = "good") -> Path:
    folder = plugin(home, name, GOOD + OFFER)
    (folder / "line.wav").write_bytes(b"RIFF")
    from dtx.host.trust import TrustFile, tree_sha256

    TrustFile(home / "trusted.json").pin(name, tree_sha256(folder))
    return folder / "line.wav"


def test_the_first_plugin_that_speaks_a_line_is_heard(dtx_home: Path) -> None:
    path = good(dtx_home)
    voices = Voices(Shelf(dtx_home))
    assert voices.speak("Let it be soft.", "en") == path
    assert voices.speak("Another line.", "en") is None
    assert voices.problems == []


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("1 / 0", "plugin.py, line 5: ZeroDivisionError"),
        ("raise SystemExit", "it tries to end dtx"),
        ("raise KeyboardInterrupt", "raises KeyboardInterrupt"),
        ("return 7", "dtx_voice answers with int, which is no path"),
        ("return '/nowhere/line.wav'", "dtx_voice answers with a file that is not there"),
        ("return '/'", "dtx_voice answers with a file that is not there"),
        ("import time; time.sleep(60)", "takes longer than 0.3 seconds to speak a line"),
    ],
)
def test_a_plugin_that_fails_is_passed_over_with_a_notice_and_not_asked_again(does: str, says: str, dtx_home: Path) -> None:
    plugin(dtx_home, "bad", SPEAKS + does + "\n" + OFFER)
    path = good(dtx_home)
    shelf = Shelf(dtx_home)
    assert [place.id for place, _ in shelf.answering("dtx_voice")] == ["bad", "good"]
    voices = Voices(shelf, limit_s=0.3 if "sleep" in does else 30)
    if "sleep" in does:
        shelf.ask(shelf.answering("dtx_voice")[1][0], "dtx_voice", text="", voice="")  # loaded beforehand, so that 0.3 s is plenty
    assert [voices.speak("Let it be soft.", "en") for _ in range(3)] == [path] * 3
    assert [(problem.plugin, says in problem.problem) for problem in voices.problems] == [("bad", True)]


def test_its_mark_changes_with_a_plugin_that_speaks_and_with_no_other(dtx_home: Path) -> None:
    assert Voices(Shelf(dtx_home)).mark == ""
    plugin(dtx_home, "mute", OFFER)
    assert Voices(Shelf(dtx_home)).mark == ""
    good(dtx_home)
    first = Voices(Shelf(dtx_home)).mark
    assert first != "" and Voices(Shelf(dtx_home)).mark == first
    good(dtx_home, "other")
    assert Voices(Shelf(dtx_home)).mark != first


def test_code_that_nobody_approved_is_never_asked(dtx_home: Path) -> None:
    path = good(dtx_home)
    (path.parent / "plugin.py").write_text(GOOD + OFFER + "# changed\n", encoding="utf-8")
    voices = Voices(Shelf(dtx_home))
    assert (voices.mark, voices.speak("Let it be soft.", "en")) == ("", None)
