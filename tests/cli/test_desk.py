"""A practice named by its folder: `dtx read PATH` shows it as it is on disk, whatever else is installed."""

from pathlib import Path

import pytest

from tests.cli.test_check import CALM, HEAD, coded
from tests.commands import Commands
from tests.evenings import plugin

TWO = HEAD.replace("minutes: 1\n", "") + (
    "activities:\n"
    "  - {id: short, title: Short, minutes: 1, steps: [{silence: 5 s}]}\n"
    "  - {id: long, title: Long, minutes: 2, steps: [{silence: 50 s}]}\n"
)


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    monkeypatch.chdir(tmp_path)
    return Commands(capsys, monkeypatch, tmp_path)


@pytest.mark.parametrize("named", ["calm", "calm/", "./calm", "calm/plugin.yaml", "calm.calm"])
def test_a_practice_is_read_from_its_folder(named: str, dtx: Commands, tmp_path: Path) -> None:
    plugin(tmp_path, "calm", CALM)
    done = dtx("read", named, "--json")
    assert (done.code, done.json["activity"], done.json["total_s"]) == (0, "calm.calm", 22.0)
    assert dtx("read", str(tmp_path / "calm"), "--json").json == done.json


def test_the_folder_is_read_and_not_the_one_that_is_installed(dtx: Commands, tmp_path: Path, dtx_home: Path) -> None:
    plugin(dtx_home / "plugins", "calm", CALM)
    plugin(tmp_path, "calm", CALM.replace("pause: 15 s", "pause: 30 s"))
    assert dtx("read", "calm", "--json").json["total_s"] == 37
    assert dtx("read", "./calm.calm", "--json").json["total_s"] == 37
    assert dtx("read", "calm.calm", "--json").json["total_s"] == 22, "an id is what is installed"


def test_of_several_practices_one_is_named(dtx: Commands, tmp_path: Path) -> None:
    plugin(tmp_path, "two", TWO)
    done = dtx("read", "two")
    assert (done.code, done.sentence) == (2, f"two has 2 practices: two.short, two.long. Name one, such as {tmp_path / 'two.short'}.")
    assert dtx("read", "two.long", "--json").json["total_s"] == 50
    assert dtx("read", "two.lnog").code == 2


def test_a_folder_that_does_not_load_says_why(dtx: Commands, tmp_path: Path) -> None:
    plugin(tmp_path, "torn", CALM.replace("- say", "- sya"))
    done = dtx("read", "torn")
    assert done.code == 1 and "plugin.yaml, line 14: no such step 'sya'. Did you mean 'say'?" in done.sentence


def test_a_folder_without_a_plugin_says_so(dtx: Commands, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "there is no plugin.yaml" in dtx("read", "empty").sentence


def test_ones_own_code_is_read_and_nobody_elses(dtx: Commands, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    coded(tmp_path, f"open({str(mark)!r}, 'w').close(); yield Say('Look up.', 5)")
    done = dtx("read", "coded")
    assert done.code == 1 and "has not been approved" in done.sentence and not mark.exists()
    assert dtx("read", "coded", "--mine", "--json").json["total_s"] == 5
    assert mark.exists()


def test_the_page_for_a_colleague_has_what_is_said_only_to_some(dtx: Commands, tmp_path: Path) -> None:
    coded(tmp_path, "place = yield Choose('Where?', ('Back', 'Neck')); yield Say(f'Your {place}.', 5)")
    done = dtx("read", "coded", "--mine", "--html", "page.html")
    assert (done.code, done.err) == (0, "Written to page.html.\n")
    text = (tmp_path / "page.html").read_text("utf-8")
    said, others = text.split("only to some")
    assert "Your Back." in said and "Your Neck." in others and "Your None." in others


# -- previews line by line; the pages are tried in tests/tui/test_preview.py


def test_a_preview_without_a_screen_goes_line_by_line_and_keeps_nothing(dtx: Commands, tmp_path: Path) -> None:
    plugin(tmp_path, "calm", CALM)
    done = dtx("preview", "calm", "--speed", "8", typed="6\n\n")
    assert (done.code, done.err) == (0, "")
    assert "You might look up, and let your eyes rest on something far away." in done.out
    assert done.out.endswith("That was all of it. Nothing of it was kept.\n")
    assert dtx.sessions() == []


def test_of_several_one_is_chosen_by_its_number(dtx: Commands, tmp_path: Path) -> None:
    plugin(tmp_path, "two", TWO)
    done = dtx("preview", "two", "--speed", "8", typed="2\n")
    assert done.code == 0 and "2. Long. 2 minutes." in done.out and "It takes 50 seconds" in done.out
    assert dtx("preview", "two", typed="\n").code == 0


def test_a_preview_of_what_does_not_load_says_everything_that_is_wrong(dtx: Commands, tmp_path: Path) -> None:
    plugin(tmp_path, "torn", CALM.replace("- say", "- sya").replace("minutes: 1", "minutes: no"))
    done = dtx("preview", "torn")
    assert done.code == 1 and "line 12" in done.sentence and "line 14" in done.sentence


@pytest.mark.parametrize("words", [("nowhere",), ("calm", "--speed", "0"), ("calm", "--speed", "1000"), ("calm", "--speed", "fast")])
def test_what_cannot_be_previewed_is_two(words: tuple[str, ...], dtx: Commands, tmp_path: Path) -> None:
    plugin(tmp_path, "calm", CALM)
    done = dtx("preview", *words)
    assert done.code == 2 and done.sentence
