"""A command is on disk before its effect is on screen, and what cannot be written waits in order."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dtx.errors import StoreProblem
from dtx.sound.player import Silent
from dtx.sound.status import LOST, Status
from tests.evenings import Evening, plugin
from tests.heads import head


def on_disk(evening: Evening, session_id: str) -> list[str]:
    """The kinds of event that a reader of the file sees now."""
    with closing(sqlite3.connect(evening.services.home / "dtx.db")) as db:
        return [kind for (kind,) in db.execute("SELECT kind FROM event WHERE session_id = ? ORDER BY seq", (session_id,))]


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    with Evening.at(tmp_path / "home") as evening:
        yield evening


def test_every_command_is_on_disk_when_it_returns(evening: Evening) -> None:
    practice = evening.begin("breathing.coherent_46", {"cycles": "1"})
    expected = ["opened"]
    assert on_disk(evening, practice.session_id) == expected
    for command, kind in [
        (lambda: practice.answer(6, 0.0), "rated"),
        (lambda: practice.decline(0.0), "rated"),
        (lambda: practice.pause(1.0), "paused"),
        (lambda: practice.resume(2.0), "resumed"),
        (lambda: practice.back(5.0), "back"),
        (lambda: practice.skip(6.0), "skipped"),
        (lambda: practice.gap(7.0), "gap"),
        (lambda: practice.stop(8.0, "tired"), "stopped"),
        (lambda: practice.answer(4, 8.0), "rated"),
    ]:
        command()
        written = on_disk(evening, practice.session_id)
        assert written[: len(expected)] == expected
        assert kind in written[len(expected) :]
        expected = written
    practice.close()


def test_a_store_that_cannot_be_written_is_said_and_loses_nothing_and_the_next_command_tries_again(evening: Evening) -> None:
    practice = evening.begin("breathing.coherent_46", {"cycles": "1"})
    practice._writer.close()  # its next connection is opened anew, on a file that is in the way
    good = evening.services.home / "dtx.db"
    aside = evening.services.home / "aside"
    evening.services.close()
    for part in evening.services.home.glob("dtx.db*"):
        part.rename(aside.with_name(part.name.replace("dtx.db", "aside")))
    good.mkdir()
    with pytest.raises(StoreProblem):
        practice.answer(6, 0.0)
    with pytest.raises(StoreProblem):
        practice.answer(7, 0.0)  # not taken: the first answer is not on disk yet
    good.rmdir()
    for part in evening.services.home.glob("aside*"):
        part.rename(part.with_name(part.name.replace("aside", "dtx.db")))
    practice.tick(0.0)
    practice.close()
    assert on_disk(evening, practice.session_id) == ["opened", "rated"]
    with closing(sqlite3.connect(good)) as db:
        (value,) = db.execute("SELECT value FROM event WHERE kind = 'rated'").fetchone()
    assert json.loads(value)["value"] == 6


def test_the_score_reaches_over_the_step_boundary_and_is_handed_to_the_player(evening: Evening) -> None:
    practice = evening.begin("breathing.coherent_46", {"cycles": "2"})
    evening.answer(practice)
    player = practice.player
    assert isinstance(player, Silent)
    breaths = [(cue.at, cue.name) for cue in player.score if cue.name.startswith("breath")]
    assert breaths == [(30.0, "breath_in"), (34.0, "breath_out"), (40.0, "breath_in"), (44.0, "breath_out")]
    assert player.bed == "brown"
    practice.pause(5.0)
    assert player.score == () and player.bed is None
    evening.clock.move_to(25.0)
    practice.resume(25.0)
    assert [cue.at for cue in player.score if cue.name == "breath_in"] == [50.0, 60.0]
    practice.stop(26.0, "time")
    assert player.score == ()
    practice.close()


LONG_PHASE = (
    head("A long rest", minutes=3)
    + """\
steps:
  - timed: Rest for a while.
    for: 180
    lines: [First words., Later words., Last words.]
"""
)


def test_a_script_that_wants_no_bed_has_none(tmp_path: Path) -> None:
    steps = "steps:\n  - ambience: none\n  - timed: Rest.\n    for: 20\n  - ambience: rain\n  - timed: Rest more.\n    for: 20\n"
    plugin(tmp_path / "plugins", "bedless", head("No bed") + steps)
    with Evening.at(tmp_path / "home", folder=tmp_path / "plugins") as evening:
        evening.services.refresh()
        practice = evening.begin("bedless.bedless")
        evening.answer(practice)
        player = practice.player
        assert isinstance(player, Silent)
        assert player.bed == "none"
        evening.guide(practice, 21)
        assert player.bed == "rain"
        practice.close()


def test_words_late_in_a_long_phase_reach_the_player_in_time(tmp_path: Path) -> None:
    plugin(tmp_path / "plugins", "long", LONG_PHASE)
    with Evening.at(tmp_path / "home", folder=tmp_path / "plugins") as evening:
        evening.services.refresh()
        practice = evening.begin("long.long")
        evening.answer(practice)
        player = practice.player
        assert isinstance(player, Silent)
        assert "Last words." not in [cue.text for cue in player.score]  # at 120 s, and the score reaches 60 s
        for second in range(1, 119):
            evening.clock.move_to(second)
            practice.tick(second)
        assert ("Last words.", 120.0) in [(cue.text, cue.at) for cue in player.score]
        practice.close()


class Unplugged(Silent):
    """A player whose sound can be taken away."""

    lost = False
    tried = 0

    def status(self) -> Status:
        return Status("lost", LOST) if self.lost else Status("playing", device="headphones")

    def again(self) -> None:
        self.lost, self.tried = False, self.tried + 1


def test_sound_that_is_lost_pauses_the_session_and_is_said_once(evening: Evening) -> None:
    practice = evening.begin("breathing.coherent_46", {"cycles": "2"})
    practice.player = player = Unplugged(evening.clock)
    evening.answer(practice)
    evening.clock.move_to(31.0)
    practice.tick(31.0)
    assert practice.hear(31.0) is None
    player.lost = True
    assert practice.hear(31.5) == LOST
    assert practice.view(31.5).paused is not None
    assert practice.hear(32.5) is None
    practice.resume(40.0)  # silently, with words and the picture
    assert practice.hear(40.5) is None and practice.view(40.5).paused is None
    player.lost = False
    assert practice.hear(41.0) is None
    player.lost = True
    assert practice.hear(42.0) == LOST
    practice.sound_again(43.0)
    assert player.tried == 1 and practice.view(43.0).paused is None
    practice.close()


class Stuttering(Silent):
    """A player that has been heard, with three gaps."""

    def status(self) -> Status:
        return Status("playing", backend="sounddevice", underruns=3)


def test_how_often_the_sound_broke_off_is_in_the_record(evening: Evening) -> None:
    practice = evening.begin("breathing.coherent_46", {"cycles": "1"})
    practice.player = Stuttering(evening.clock)
    evening.answer(practice)
    evening.guide(practice)
    evening.answer(practice, felt_worse="no")
    log = evening.services.log(practice.session_id)
    assert practice.ended and log.status == "completed"
    assert log.to_json()["underruns"] == 3
    assert log.events[-1].kind == "sound" and log.events[-1].value == {"backend": "sounddevice", "underruns": 3, "lost": False}
    assert log.active_s == 70.0


def test_where_there_was_no_sound_the_record_says_nothing_of_it(evening: Evening) -> None:
    practice = evening.begin("breathing.coherent_46", {"cycles": "1"})
    evening.answer(practice)
    practice.stop(evening.clock.now, "time")
    evening.answer(practice)
    log = evening.services.log(practice.session_id)
    assert practice.ended and log.underruns == 0
    assert "sound" not in [event.kind for event in log.events]
