"""The quiet pause: rate, rest as usual, rate (clinical 7.5). It is what practices are compared with, so nothing in it guides."""

from pathlib import Path

import pytest

from dtx import paths
from tests.commands import Commands


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


@pytest.mark.parametrize("minutes", [10, 5, 15, 20])
def test_it_is_one_stretch_of_rest_with_a_word_at_its_two_ends(dtx: Commands, minutes: int) -> None:
    page = dtx("read", "quiet.pause", "--json", *(() if minutes == 10 else ("--set", f"minutes={minutes}"))).json
    (phase,) = page["phases"]
    assert (page["total_s"], phase["kind"], phase["cue"], page["asks"]) == (60.0 * minutes, "timed", None, [])
    assert [line["at_s"] for line in phase["lines"]] == [0.0, 60.0 * minutes - 15]


def test_it_is_rated_before_and_after_like_every_practice(dtx: Commands) -> None:
    assert dtx.session("quiet.pause").code == 0
    (record,) = dtx.sessions()
    assert (record["before"]["pain"]["value"], record["after"]["pain"]["value"], record["active_s"]) == (6, 4, 600.0)


def test_resting_as_usual_is_open_to_nearly_everyone(dtx: Commands) -> None:
    for flag in ("heart", "lung", "epilepsy", "pregnancy", "surgery", "numb", "cancer", "falls", "trauma", "eating"):
        dtx("profile", "--set", f"flag.{flag}=yes")
    found = {one["id"]: one["available"] for one in dtx("activities", "--json").json}
    assert found["quiet.pause"] is True and found["breathing.box_4444"] is False


def test_nothing_sounds_behind_it() -> None:
    """A bed of sound would be a practice of its own."""
    assert "- ambience: none" in (paths.bundled("plugins") / "quiet" / "plugin.yaml").read_text(encoding="utf-8")
