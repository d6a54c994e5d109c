"""What plugin authors test with: a practice gone through with their answers, whose faults are raised where they can be seen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dtx.errors import Refused, Unknown
from dtx.testing import Rehearsed, WrongAnswer, rehearse
from tests.evenings import plugin

HEAD = """\
api: 1
title: Tide
summary: A question, and a few breaths like waves.
author: A. Developer
reviewer: none yet
version: 1.0.0
licence: MIT
flags: [lung]
stop_rules: Stop whenever you want to.
easier: Fewer breaths.
minutes: 2
code: plugin.py
options:
  waves: {type: whole, from: 1, to: 9, default: 3}
"""
CODE = """\
from dtx import Ask, Breathe, Choose, Move, Pattern, Rate, Say, hookimpl

def script(ctx):
    mood = yield Ask("What comes to mind?", save="mood")
    yield Rate("How strong is it?", high=100, save="strength.before")
    yield Say(f"You said {mood or 'nothing, and that is fine'}.")
    yield Breathe(Pattern(4, 0, 6), ctx.options["waves"])
    if (yield Choose("Once more?", ("Yes", "No"))) == "Yes":
        yield Breathe(Pattern(4, 0, 6), 1)
    if ctx.previous.saved.get("reps.rolls"):
        yield Move("rolls", "Rolls", reps=int(ctx.previous.saved["reps.rolls"]), own_pace=True)

@hookimpl
def dtx_activities(plugin):
    yield plugin.activity(script)
"""


@pytest.fixture
def tide(tmp_path: Path) -> Path:
    return plugin(tmp_path, "tide", HEAD, CODE)


def test_answers_are_given_in_order_or_by_name(tide: Path) -> None:
    done = rehearse(tide, ["the sea", 80, "Yes"])
    assert (done.status, done.saved) == ("completed", {"mood": "the sea", "strength.before": 80})
    assert done.asked == ("mood", "strength.before", "choose.5")
    assert "You said the sea." in done.said and "How strong is it?" in done.said
    assert done.total_s == 2 + 3 * 10 + 10
    assert [phase.kind for phase in done.phases] == ["say", *["inhale", "exhale"] * 4]
    assert rehearse(tide, {"mood": "the sea", "strength.before": 80, "choose.5": "Yes"}).said == done.said


def test_what_is_not_answered_is_declined_as_a_person_may_do(tide: Path) -> None:
    done = rehearse(tide)
    assert done.saved == {"mood": None, "strength.before": None}
    assert "You said nothing, and that is fine." in done.said
    assert done.record.before["pain"]["declined"] == "skipped"
    assert rehearse(tide, {"before.pain": 6, "after.pain": 5}).record.change == -1


def test_options_the_profile_and_earlier_sessions_are_as_the_test_says(tide: Path) -> None:
    assert rehearse(tide, options={"waves": 1}).total_s == 4 + 10
    with pytest.raises(Unknown, match="waves is 12, but goes from 1 to 9"):
        rehearse(tide, options={"waves": 12})
    assert rehearse(tide, previous={"reps.rolls": 5}).phases[-1].seconds == 5 * 4
    done = rehearse("exercises.gentle_back", profile={"sore": "knee"})
    assert done.record.events[0].value["sore"] == ["knee_left", "knee_right"]
    with pytest.raises(Refused):
        rehearse("breathing.box_4444", profile={"flag.lung": "yes"})


def test_the_person_may_stop_on_the_way(tide: Path) -> None:
    done = rehearse(tide, ["the sea"], stop_after_s=14)
    assert (done.status, done.total_s) == ("stopped", 14)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (["the sea", 180], "strength.before (How strong is it?) cannot take 180. Please give a whole number from 0 to 100."),
        (["the sea", 80, "Yes", "more"], "Nobody asked for 'more'. It asked: mood, strength.before, choose.5."),
        ({"moud": "the sea"}, "Nobody asked for moud."),
        ("the sea", "Give a list of answers, not a text."),
    ],
)
def test_answers_that_do_not_fit_fail_the_test(tide: Path, answers: object, words: str) -> None:
    with pytest.raises(WrongAnswer) as raised:
        rehearse(tide, answers)  # type: ignore[arg-type]
    assert str(raised.value).startswith(words)


def test_what_the_script_raises_is_raised_in_the_test_with_its_own_lines(tide: Path) -> None:
    (tide / "plugin.py").write_text(CODE.replace("mood or 'nothing", "mood.upper() or 'nothing"), encoding="utf-8")
    assert rehearse(tide, ["the sea"], may_fail=True).saved["mood"] == "the sea"
    with pytest.raises(AttributeError) as raised:
        rehearse(tide)
    trace = raised.value.__traceback__
    files = []
    while trace is not None:
        files.append((Path(trace.tb_frame.f_code.co_filename).name, trace.tb_lineno))
        trace = trace.tb_next
    assert files[-1] == ("plugin.py", 6)
    (tide / "plugin.py").write_text(CODE.replace('yield Say(f"', 'yield (f"'), encoding="utf-8")
    with pytest.raises(AssertionError, match=r"tide.tide breaks off: it yielded str, which is no step\."):
        rehearse(tide, ["the sea"])


def test_nothing_is_left_on_disk(tide: Path, dtx_home: Path) -> None:
    rehearse(tide)
    assert not dtx_home.exists()
    assert sorted(path.name for path in tide.iterdir()) == ["plugin.py", "plugin.yaml"]


def test_a_plugin_that_is_nowhere_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(Unknown, match="There is no activity 'tides'"):
        rehearse("tides", near=tmp_path)
    assert rehearse("thought_record.seven", {"situation": "a letter"}).saved["situation"] == "a letter"


def test_the_fixture_finds_what_lies_beside_the_test(pytester: pytest.Pytester) -> None:
    """As in a plugin's own folder, and as in a package with tests beside it."""
    plugin(pytester.path, "tide", HEAD, CODE)
    test = "def test_it(rehearse):\n    assert rehearse('tide', ['the sea', 80]).saved['strength.before'] == 80\n"
    (pytester.path / "tide" / "test_tide.py").write_text(test, encoding="utf-8")
    (pytester.path / "tests").mkdir()
    (pytester.path / "tests" / "test_it.py").write_text(test.replace("'tide'", "'tide.tide'"), encoding="utf-8")
    result = pytester.runpytest_subprocess("-p", "no:xdist", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=2)


def test_the_fixture_is_typed(rehearse: Callable[..., Rehearsed]) -> None:
    assert rehearse("breathing.sigh", options={"minutes": 2}).status == "completed"
