"""Ways round the safety rules that somebody might find, by accident or not: unusual orders, old answers, clocks, broken-off sessions."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dtx.care.flags import FLAGS
from dtx.errors import Refused
from dtx.host.trust import TrustFile, tree_sha256
from dtx.sessions.practice import Practice
from dtx.sessions.screening import Screening
from tests.evenings import EVENING, Evening, plugin
from tests.heads import head
from tests.people import well

DAY = 86400.0
HEAVY = "I can't go on like this"


@pytest.fixture
def evening(dtx_home: Path, tmp_path: Path) -> Iterator[Evening]:
    with Evening.at(dtx_home, folder=tmp_path / "more") as there:
        there.services.refresh()
        yield there


def say(screening: Screening, **answers: Any) -> list[str]:
    """Answer by id with `__` for a dot, and no to what is not named; what is named with None is declined."""
    asked = []
    while (question := screening.question) is not None:
        name = screening.name
        asked.append(name)
        key = name.replace(".", "__")
        if key in answers:
            given = answers[key]
            screening.answer(given) if given is not None else screening.decline()
        else:
            screening.answer(True if question.kind == "ready" else "no")
    return asked


def into_script(evening: Evening, activity: str, given: dict[str, Any] | None = None, **answers: Any) -> Practice:
    practice = evening.begin(activity, given)
    while practice.view(evening.clock.now).stage == "opening":
        answer = answers.get(practice.view(evening.clock.now).name.replace(".", "__"))
        practice.answer(answer, evening.clock.now) if answer is not None else practice.decline(evening.clock.now)
    return practice


def to_the_question(practice: Practice, evening: Evening, name: str) -> None:
    """Go on with any answer until this is asked."""
    while practice.view(evening.clock.now).name != name:
        question = practice.question
        if question is None:
            evening.guide(practice)
        else:
            practice.decline(evening.clock.now) if question.kind != "ready" else practice.answer(True, evening.clock.now)


# -- what was once said in detail does not hold for another day


def test_yesterdays_safe_bed_is_not_todays(evening: Evening) -> None:
    """Clinical 8.1: drowsy in bed leaves the scan open. Who does not say where they are today is not in bed."""
    say(evening.services.screen("body_scan.scan", {}), gate__drowsy="yes", gate__drowsy__where="in_bed")
    evening.services.begin("body_scan.scan", {}).close()
    evening.clock.move_to(13 * 3600)
    say(today := evening.services.screen("body_scan.scan", {}), gate__drowsy="yes", gate__drowsy__where=None)
    assert "drowsy" not in evening.services.profile().details
    with pytest.raises(Refused, match="rests for now"):
        evening.services.begin("body_scan.scan", {}, today)


def test_a_limit_that_is_not_named_again_closes_all_that_may_be_meant(evening: Evening) -> None:
    """Clinical 8.2, flag 4."""
    say(evening.services.screen("exercises.knees", {}), gate__limited="yes", gate__limited__what=["breath_holding"])
    evening.services.begin("exercises.knees", {}).close()
    evening.clock.move_to(91 * DAY)
    say(later := evening.services.screen("exercises.knees", {}), gate__limited="yes", gate__limited__what=None)
    with pytest.raises(Refused, match="rests for now"):
        evening.services.begin("exercises.knees", {}, later)


@pytest.mark.parametrize(("flag", "what"), [("drowsy", "flag.drowsy.where=in_bed"), ("limited", "flag.limited.what=breath_holding")])
def test_an_answer_takes_what_followed_on_the_one_before_with_it(flag: str, what: str, evening: Evening) -> None:
    key, _, value = what.partition("=")
    evening.services.set_profile({f"flag.{flag}": "yes", key: value})
    assert flag in evening.services.profile().details
    evening.services.set_profile({f"flag.{flag}": "yes"})
    assert flag not in evening.services.profile().details


# -- the lock on exercise


@pytest.mark.parametrize("how", ["the program is closed", "somebody begins something else", "the draft of the closing is left"])
def test_a_stop_for_the_warning_list_locks_exercise_also_when_the_session_breaks_off(how: str, evening: Evening) -> None:
    """Clinical 5.5."""
    well(evening.services.home, EVENING)
    practice = into_script(evening, "exercises.knees")
    practice.stop(evening.clock.now)
    practice.answer("red_flag", evening.clock.now)
    practice.close()  # Ctrl+Q, before the last questions
    if how == "somebody begins something else":
        evening.services.begin("breathing.belly", {}).close()
    elif how == "the draft of the closing is left":
        evening.services.leave(practice.session_id)
    screening = evening.services.screen("exercises.knees", {})
    assert "gate.red_flag.checked" in say(screening, gate__red_flag__checked="no")
    with pytest.raises(Refused, match="Exercise is closed"):
        evening.services.begin("exercises.knees", {}, screening)


def test_a_reason_that_was_taken_back_locks_nothing(evening: Evening) -> None:
    well(evening.services.home, EVENING)
    practice = into_script(evening, "exercises.knees")
    practice.stop(evening.clock.now)
    practice.answer("red_flag", evening.clock.now)
    practice.back(evening.clock.now)
    practice.answer("time", evening.clock.now)
    evening.answer(practice)
    assert practice.ended
    assert say(evening.services.screen("exercises.knees", {})) == []


def test_a_clock_that_is_set_back_does_not_open_the_lock(dtx_home: Path) -> None:
    with Evening.at(dtx_home) as evening:
        evening.services.refresh()
        well(dtx_home, EVENING)
        for at in (0.0, DAY):
            evening.clock.move_to(at)
            practice = into_script(evening, "breathing.belly")
            practice.stop(evening.clock.now, "red_flag")
            to_the_question(practice, evening, "ended")
            if not at:  # checked once, on the clock of that day
                say(evening.services.screen("exercises.knees", {}), gate__red_flag__checked="yes")
    with Evening.at(dtx_home, EVENING.replace(year=2025)) as evening:
        practice = into_script(evening, "breathing.belly")
        practice.stop(evening.clock.now, "red_flag")
        to_the_question(practice, evening, "ended")
        locked = evening.services.screen("exercises.knees", {})
        assert "gate.red_flag.checked" in say(locked, gate__red_flag__checked="no")
        with pytest.raises(Refused, match="Exercise is closed"):
            evening.services.begin("exercises.knees", {}, locked)
        say(checked := evening.services.screen("exercises.knees", {}), gate__red_flag__checked="yes")
        evening.services.begin("exercises.knees", {}, checked).close()


# -- going on with what broke off


def test_what_the_gate_closes_meanwhile_is_not_gone_on_with(evening: Evening) -> None:
    """Clinical 8.2: an answer counts from when it is given."""
    well(evening.services.home, EVENING)
    practice = into_script(evening, "breathing.box_4444")
    evening.guide(practice, evening.clock.now + 40)
    practice.close()
    evening.services.set_profile({"flag.lung": "yes"})
    with pytest.raises(Refused, match="rests for now"):
        evening.services.resume(practice.session_id)
    assert evening.services.log(practice.session_id).status == "interrupted"


def test_a_lock_holds_for_exercises_that_broke_off_before_it(evening: Evening) -> None:
    well(evening.services.home, EVENING)
    exercises = into_script(evening, "exercises.knees")
    exercises.close()
    evening.services.set_profile({"flag.new_pain": "yes"})
    with pytest.raises(Refused, match="rests for now"):
        evening.services.resume(exercises.session_id)


HIDES = """from dtx import Ask, Breathe, Pattern, Say, hookimpl


def script(ctx):
    yield Say("Well.", 20)
    if (yield Ask("Anything?", save="any")) == "hold":
        yield Breathe(Pattern(4, 7, 8), 2)


@hookimpl
def dtx_activities(plugin):
    yield plugin.activity(script)
"""


def test_a_script_that_may_hide_what_it_does_is_not_gone_on_with_once_anything_was_closed(evening: Evening, tmp_path: Path) -> None:
    well(evening.services.home, EVENING)
    folder = plugin(tmp_path / "more", "hides", head("Harmless", code=True), HIDES)
    TrustFile(evening.services.home / "trusted.json").pin("hides", tree_sha256(folder))
    evening.services.refresh()
    practice = into_script(evening, "hides.hides")
    practice.close()
    evening.services.resume(practice.session_id).close()
    evening.services.set_profile({"flag.lung": "yes"})
    with pytest.raises(Refused, match="rests for now"):
        evening.services.resume(practice.session_id)


def test_what_was_closed_meanwhile_and_has_nothing_to_do_with_it_hinders_nobody(evening: Evening) -> None:
    well(evening.services.home, EVENING)
    breathing, form = into_script(evening, "breathing.belly"), into_script(evening, "thought_record.five")
    for practice in (breathing, form):
        practice.close()
    evening.services.set_profile({"flag.heart": "yes"})
    for practice in (breathing, form):
        evening.services.resume(practice.session_id).close()


def test_a_draft_waits_where_it_may_not_be_gone_on_with(evening: Evening) -> None:
    """No word is lost: it is the form that waits."""
    well(evening.services.home, EVENING)
    practice = into_script(evening, "thought_record.five")
    practice.answer("At the shops.", evening.clock.now)
    practice.close()
    evening.services.set_profile({"flag.under_18": "yes"})
    with pytest.raises(Refused, match="rests for now"):
        evening.services.resume(practice.session_id)
    assert evening.services.log(practice.session_id).status is None
    evening.services.set_profile({"flag.under_18": "no"})
    evening.services.resume(practice.session_id).close()


# -- a cramp


TWICE = """  - repeat: 2
    steps:
      - tense: calf_left
        words: Lift the toes slightly.
        times: 1
      - tense: hand_left
        words: Make a loose fist.
        times: 1
"""


def test_a_cramp_is_spared_where_a_therapists_script_comes_round_again(evening: Evening, tmp_path: Path) -> None:
    """Clinical 3.4: that group is only let go for the rest of the session."""
    well(evening.services.home, EVENING)
    plugin(tmp_path / "more", "rounds", head("Harmless") + f"steps:\n{TWICE}")
    evening.services.refresh()
    practice = into_script(evening, "rounds.rounds")
    evening.guide(practice, evening.clock.now + 12)  # two seconds into tightening
    practice.ease(evening.clock.now)
    while practice.question is None:
        evening.guide(practice)
    practice.close()
    phases = [event.value for event in evening.services.log(practice.session_id).events if event.kind == "phase"]
    tightened = [phase["at"]["group"] for phase in phases if phase["kind"] == "tense"]
    assert tightened == ["hand_left", "hand_left"] and [phase["at"]["group"] for phase in phases].count("calf_left") == 4


# -- the morning after


def test_exercises_that_broke_off_are_asked_about_the_next_morning_too(evening: Evening) -> None:
    """Clinical 8.5: next morning for exercise, also where nobody came to the last questions."""
    well(evening.services.home, EVENING)
    practice = into_script(evening, "exercises.neck_shoulders", before__pain=4)
    to_the_question(practice, evening, "pain.blade_squeeze")
    practice.close()  # the lid
    evening.services.leave(practice.session_id)
    evening.clock.move_to(12 * 3600.0)
    assert evening.services.morning().name == "follow_up.pain"


def test_who_did_nothing_is_not_asked_how_it_was(evening: Evening) -> None:
    well(evening.services.home, EVENING)
    practice = into_script(evening, "exercises.neck_shoulders")
    practice.stop(evening.clock.now, "time")
    evening.answer(practice)
    evening.clock.move_to(12 * 3600.0)
    assert practice.ended and evening.services.morning().question is None


# -- words that sound too heavy


def heavy_shown(practice: Practice, evening: Evening) -> bool:
    view = practice.view(evening.clock.now)
    return view.caption.startswith("Some of your words sound like things may feel too heavy right now.")


def test_a_feeling_in_ones_own_words_is_heard(evening: Evening) -> None:
    """Clinical 4.6: all free text, wherever it is written."""
    well(evening.services.home, EVENING)
    practice = into_script(evening, "thought_record.five")
    practice.answer("Alone at home.", evening.clock.now)
    practice.answer(["sad", "suicidal"], evening.clock.now)
    assert heavy_shown(practice, evening)
    practice.answer(True, evening.clock.now)
    practice.close()
    saved = evening.services.log(practice.session_id).saved
    assert saved["help_shown"] is True and [one["name"] for one in saved["emotions"]] == ["sad", "suicidal"]


def test_words_about_what_felt_worse_are_heard(evening: Evening) -> None:
    well(evening.services.home, EVENING)
    practice = into_script(evening, "breathing.belly")
    practice.stop(evening.clock.now, "time")
    while practice.view(evening.clock.now).name != "felt_worse":
        practice.decline(evening.clock.now)
    practice.answer("a_lot", evening.clock.now)
    to_the_question(practice, evening, "felt_worse.text")
    practice.answer(HEAVY, evening.clock.now)
    assert heavy_shown(practice, evening)
    practice.answer(True, evening.clock.now)
    practice.answer(True, evening.clock.now)  # the advice to tell the care team stands behind it
    assert practice.ended
    log = evening.services.log(practice.session_id)
    assert (log.felt_worse or {})["text"] == HEAVY and log.saved["help_shown"] is True


def test_words_on_the_morning_after_are_heard(evening: Evening) -> None:
    well(evening.services.home, EVENING)
    practice = into_script(evening, "exercises.neck_shoulders")
    to_the_question(practice, evening, "pain.blade_squeeze")
    practice.stop(evening.clock.now, "time")
    evening.answer(practice)
    evening.clock.move_to(12 * 3600.0)
    screening = evening.services.morning()
    for name in ("follow_up.pain", "felt_worse"):
        assert screening.name == name
        screening.answer(7 if name == "follow_up.pain" else "a_lot")
    while screening.name != "felt_worse.text":
        screening.decline()
    screening.answer(HEAVY)
    assert screening.question is not None and screening.question.text.startswith("Some of your words")
    screening.answer(True)
    assert (evening.services.log(practice.session_id).felt_worse or {})["text"] == HEAVY


# -- pain that was not said before


@pytest.mark.parametrize(("pain", "told"), [(2, ""), (5, "There is some pain."), (6, "Pain is strong right now,")])
def test_pain_on_the_way_counts_also_where_the_one_before_was_left_out(pain: int, told: str, evening: Evening) -> None:
    """Clinical 5.4: without a start to compare with, the safe limits are those of the scale."""
    well(evening.services.home, EVENING)
    practice = into_script(evening, "exercises.knees")
    to_the_question(practice, evening, "pain.knee_straighten")
    practice.answer(pain, evening.clock.now)
    question = practice.question
    shown = question.text if question is not None and question.kind == "ready" else ""
    assert shown.startswith(told) and bool(shown) == bool(told)
    practice.close()


# -- a plugin that does not ask


def test_every_session_asks_the_gates_questions_of_a_stranger(evening: Evening, tmp_path: Path) -> None:
    plugin(tmp_path / "more", "quiet_one", head("Harmless") + "steps:\n  - silence: 30\n")
    evening.services.refresh()
    asked = say(evening.services.screen("quiet_one.quiet_one", {}))
    assert [name for name in asked if name.startswith("gate.")] == [f"gate.{flag}" for flag in FLAGS]
