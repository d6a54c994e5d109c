"""Before a session: what is asked, when it is asked again, and what the answers change (clinical 5.4, 5.5, 8.1, 8.2)."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dtx.care.flags import FLAGS
from dtx.errors import Refused
from dtx.sessions.screening import Screening
from dtx.sharing.journal import Journal
from tests.evenings import EVENING, Evening
from tests.people import well


@pytest.fixture
def evening(dtx_home: Path) -> Iterator[Evening]:
    with Evening.at(dtx_home) as there:
        there.services.refresh()
        yield there


def go_through(screening: Screening, **answers: str) -> list[str]:
    """Answer by id with `__` for a dot, no to the gate's other questions; give the ids in the order they came."""
    asked = []
    while (question := screening.question) is not None:
        asked.append(screening.name)
        given = answers.get(screening.name.replace(".", "__"))
        if given is not None:
            screening.answer(given)
        elif question.kind == "ready":
            screening.answer(True)
        elif screening.name.startswith("gate."):
            screening.answer("no")
        else:
            screening.decline()
    return asked


def practised(evening: Evening, activity: str, given: dict[str, Any] | None = None, **answers: Any) -> str:
    """One whole session; gives its id."""
    screening = evening.services.screen(activity, given or {})
    go_through(screening, **{name: value for name, value in answers.items() if name.startswith(("gate", "progress", "follow_up"))})
    practice = evening.services.begin(activity, given or {}, screening)
    evening.answer(practice, **answers)
    while practice.question is None and not practice.ended:
        evening.guide(practice)
        evening.answer(practice, **answers)
    return practice.session_id


def test_all_sixteen_are_asked_at_first_use_and_three_again_after_twelve_hours(evening: Evening) -> None:
    screen = evening.services.screen
    assert [name for name in go_through(screen("breathing.belly", {})) if name != "screening"] == [f"gate.{flag}" for flag in FLAGS]
    assert go_through(screen("breathing.coherent_46", {})) == []
    evening.clock.move_to(12 * 3600 + 1)
    assert go_through(screen("breathing.belly", {})) == ["gate.red_flag", "gate.self_harm", "gate.drowsy"]
    evening.clock.move_to(91 * 86400)
    assert len(go_through(screen("breathing.belly", {}))) == 16


def test_going_back_asks_the_question_before_once_more_and_the_last_answer_counts(evening: Evening) -> None:
    screening = evening.services.screen("breathing.belly", {})
    assert not screening.can_go_back
    screening.answer("no")
    screening.answer("yes")
    screening.back()
    assert (screening.name, evening.services.profile().flags["red_flag"]) == ("gate.red_flag", "yes")
    screening.back()
    assert (screening.name, screening.can_go_back) == ("gate.new_pain", False)
    screening.back()  # nothing is before it
    assert go_through(screening, gate__new_pain="unsure")[:2] == ["gate.new_pain", "gate.red_flag"]
    said = evening.services.profile().flags
    assert (said["new_pain"], said["red_flag"], screening.journal["gate.red_flag"]["value"]) == ("unsure", "no", "no")


def test_back_from_what_follows_leads_to_what_it_follows_on(evening: Evening) -> None:
    screening = evening.services.screen("breathing.belly", {})
    while screening.name != "gate.limited":
        screening.answer("no")
    screening.answer("yes")
    screening.answer(["movement"])
    screening.back()
    screening.answer("yes")
    assert screening.name == "gate.limited.what"
    screening.back()
    screening.answer("no")
    assert (screening.name, "gate.limited.what" in screening.journal) == ("gate.heart", False)
    while screening.name != "gate.self_harm":
        screening.answer("no")
    screening.answer("yes")  # pressed by mistake: the words of clinical 4.6 are not the end of it
    screening.back()
    screening.answer("no")
    assert screening.name == "gate.drowsy"


def test_what_is_declined_is_not_asked_again_at_once_and_blocks_nothing(evening: Evening) -> None:
    screening = evening.services.screen("breathing.box_4444", {})
    while screening.question is not None:
        screening.decline() if screening.question.kind != "ready" else screening.answer(True)
    again = evening.services.screen("breathing.box_4444", {})
    assert go_through(again) == ["screening"]  # what to look out for, until the activity is known
    evening.services.begin("breathing.box_4444", {}, screening).close()


def test_the_gates_answers_stand_in_the_journal_but_for_thoughts_of_self_harm(evening: Evening) -> None:
    asked = go_through(screening := evening.services.screen("breathing.belly", {}), gate__self_harm="yes")
    assert "screening" in asked  # the words of clinical 4.6 follow
    practice = evening.services.begin("breathing.belly", {}, screening)
    practice.close()
    log = evening.services.log(practice.session_id)
    gates = [event.step for event in log.events if event.kind == "gate"]
    assert gates == [f"gate.{flag}" for flag in FLAGS if flag != "self_harm"]
    assert log.flags == () and "self_harm" not in str([event.to_json() for event in log.events])


def test_what_the_care_team_agreed_to_stands_in_the_journal_and_leaves_with_the_notes(evening: Evening) -> None:
    """Clinical 8.1: a dated statement, who and when, journalled and exported."""
    well(evening.services.home, EVENING)
    evening.services.set_profile({"flag.heart": "yes", "agreed.heart": "Dr Lee, by telephone", "agreed.lung": "Dr Lee"})
    practice = evening.services.begin("exercises.knees", {})
    practice.close()
    (kept,) = [event for event in evening.services.log(practice.session_id).events if event.kind == "gate"]
    assert (kept.step, kept.value["value"]) == ("gate.heart.agreed", "Dr Lee, by telephone")
    assert datetime.fromisoformat(kept.value["written_on"]) == EVENING
    store, ids = evening.services.store, [practice.session_id]
    told = [json.loads(Journal(store, ids, frozenset(include))(*ids)) for include in ((), ("notes",))]
    assert [("Dr Lee" in json.dumps(events)) for events in told] == [False, True]


def test_a_session_counts_from_when_the_gate_opened(evening: Evening) -> None:
    """Contract: `started_at`. The ratings have the time at which they were given."""
    screening = evening.services.screen("breathing.belly", {})
    evening.clock.move_to(90)
    go_through(screening)
    practice = evening.services.begin("breathing.belly", {}, screening)
    practice.answer(5, evening.clock.now)
    practice.close()
    log = evening.services.log(practice.session_id)
    assert datetime.fromisoformat(log.started_at) == EVENING
    assert datetime.fromisoformat(log.before["pain"]["asked_at"]) == EVENING + timedelta(seconds=90)


def test_a_gate_that_refuses_writes_no_record(evening: Evening) -> None:
    screening = evening.services.screen("exercises.knees", {})
    go_through(screening, gate__heart="yes")
    with pytest.raises(Refused, match="rests for now"):
        evening.services.begin("exercises.knees", {}, screening)
    assert evening.services.history() == []
    assert evening.services.profile().flags["heart"] == "yes"


@pytest.mark.parametrize(
    ("flag", "activity", "given", "total_s"),
    [
        ("heart", "relaxation.pmr", {}, 450.0),  # F gentle
        ("lung", "relaxation.pmr", {}, 450.0),
        ("trauma", "body_scan.scan", {"minutes": "20"}, 300.0),  # F 5 min, eyes open
    ],
)
def test_a_flag_gives_the_form_of_the_table(flag: str, activity: str, given: dict[str, str], total_s: float, evening: Evening) -> None:
    """Clinical 8.2; and `read` shows what is run."""
    evening.services.set_profile({f"flag.{flag}": "yes"})
    assert evening.services.read(activity, given)["total_s"] == total_s
    practice = evening.services.begin(activity, given)
    practice.close()
    assert evening.services.log(practice.session_id).planned_s == total_s


def test_a_lung_condition_gives_the_quickest_pace_and_the_sounds_around(evening: Evening) -> None:
    """Clinical 8.2: F L0 (2 in, 4 out), F sound focus."""
    evening.services.set_profile({"flag.lung": "yes"})
    page = evening.services.read("breathing.coherent_46", {})
    seconds = {(phase["kind"], phase["end_s"] - phase["start_s"]) for phase in page["phases"] if "cycle" in phase["at"]}
    assert seconds == {("inhale", 2.0), ("exhale", 4.0)} and page["total_s"] == 300.0
    scan = evening.services.read("body_scan.scan", {"minutes": "10"})
    told = " ".join(phase["text"] for phase in scan["phases"] if phase["at"]["region"] == "breath")
    assert "sounds around you" in told and "Let the breath" not in told


@pytest.mark.parametrize(("answer", "first_breath_ends_s"), [("unsure", 32.0), ("declined", 34.0)])
def test_who_is_not_sure_gets_the_easier_form_and_who_would_rather_not_say_is_told(
    answer: str, first_breath_ends_s: float, evening: Evening
) -> None:
    evening.services.store.set_profile({"flag.lung": answer}, EVENING.isoformat())
    assert evening.services.read("breathing.coherent_46", {})["phases"][1]["end_s"] == first_breath_ends_s
    told = evening.services.screen("breathing.coherent_46", {})
    go_through(told)
    assert evening.services.reader.look("breathing.coherent_46", {}, evening.services.now()).verdict.cautions


def test_one_sore_region_acts_on_scan_relaxation_and_exercises(evening: Evening) -> None:
    evening.services.set_profile({"sore": "neck"})
    assert evening.services.read("relaxation.pmr", {})["total_s"] == 849.0  # G4
    scan = evening.services.read("body_scan.scan", {"minutes": "10"})
    told = [phase["text"] for phase in scan["phases"] if phase["at"]["region"] == "shoulders + neck" and phase["kind"] == "say"]
    assert told[1].startswith("If there is pain, you have choices.")
    exercises = {phase["at"]["exercise"] for phase in evening.services.read("exercises.neck_shoulders", {})["phases"]}
    assert "turn_head" not in exercises


def test_a_stop_for_the_warning_list_locks_exercise_until_somebody_was_checked(evening: Evening) -> None:
    """Clinical 5.5."""
    go_through(screening := evening.services.screen("breathing.belly", {}))
    practice = evening.services.begin("breathing.belly", {}, screening)
    practice.stop(evening.clock.now, "red_flag")
    evening.answer(practice, ready=True)
    assert practice.ended
    asked = go_through(locked := evening.services.screen("exercises.knees", {}), gate__red_flag__checked="no")
    assert "gate.red_flag.checked" in asked
    with pytest.raises(Refused, match="Exercise is closed"):
        evening.services.begin("exercises.knees", {}, locked)
    evening.services.begin("relaxation.rapid", {}).close()
    evening.clock.move_to(evening.clock.now + 60)
    go_through(opened := evening.services.screen("exercises.knees", {}), gate__red_flag__checked="yes")
    evening.services.begin("exercises.knees", {}, opened).close()
    evening.clock.move_to(evening.clock.now + 60)
    practice = evening.services.begin("breathing.belly", {})
    practice.stop(evening.clock.now, "red_flag")
    evening.answer(practice, ready=True)
    assert "gate.red_flag.checked" in go_through(evening.services.screen("exercises.knees", {}), gate__red_flag__checked="no")


EASY = {"before__pain": 3, "after__pain": 2, "effort": 3, "felt_worse": "no"}


def test_the_morning_after_exercise_is_asked_about_once(evening: Evening) -> None:
    """At the first opening after 04:00; settled is at most one more than before (clinical 5.4)."""
    session_id = practised(evening, "exercises.neck_shoulders", **EASY)
    assert evening.services.morning().question is None  # still the evening
    evening.clock.move_to(10 * 3600)
    go_through(evening.services.morning(), follow_up__pain="4")
    follow_up = evening.services.log(session_id).follow_up
    assert follow_up is not None and (follow_up["pain"], follow_up["settled"], follow_up["declined"]) == (4, True, None)
    assert evening.services.morning().question is None
    assert evening.services.store.verify() == []


def test_after_three_easy_days_two_more_repetitions_are_proposed_and_done_when_accepted(evening: Evening) -> None:
    """Clinical 5.4: all green, settled, effort at most 4, three times in a row: +2."""
    pains = {f"pain__{name}": 2 for name in ("blade_squeeze", "chin_nod", "arms_up_the_wall")}
    for day in range(3):
        evening.clock.move_to(day * 2 * 86400)
        practised(evening, "exercises.neck_shoulders", follow_up__pain="2", **EASY, **pains)
        evening.clock.move_to(day * 2 * 86400 + 12 * 3600)
        go_through(evening.services.morning(), follow_up__pain="2")
    evening.clock.move_to(6 * 86400)
    screening = evening.services.screen("exercises.neck_shoulders", {})
    asked = go_through(screening, progress__blade_squeeze="more")
    assert "progress.blade_squeeze" in asked
    assert screening.saved["reps.blade_squeeze"] == "8"  # 6 in the table of clinical 5.2
    practice = evening.services.begin("exercises.neck_shoulders", {}, screening)
    practice.close()
    again = evening.services.reader.prepare("exercises.neck_shoulders", {})
    reps = {phase["at"].get("rep") for phase in again_phases(evening) if phase["at"].get("exercise") == "blade_squeeze"}
    assert again.world["previous"]["saved"] is not None and max(rep for rep in reps if rep) in (6, 8)


def test_an_exercise_that_hurt_is_less_the_next_time_also_where_pain_before_was_left_out(evening: Evening) -> None:
    """Clinical 5.4: after red, half the repetitions or the easier version; that was said to the person, too."""
    practised(evening, "exercises.neck_shoulders", pain__blade_squeeze="9")
    evening.clock.move_to(2 * 86400)
    screening = evening.services.screen("exercises.neck_shoulders", {})
    asked = go_through(screening, progress__blade_squeeze="half")
    assert [name for name in asked if name.startswith("progress.")] == ["progress.blade_squeeze"]
    assert screening.saved["reps.blade_squeeze"] == "3"  # 6 in the table of clinical 5.2
    practised(evening, "exercises.neck_shoulders", pain__blade_squeeze="9")
    assert evening.services.previous("exercises.neck_shoulders").zones["blade_squeeze"] == ("red", "red")


def again_phases(evening: Evening) -> list[dict[str, Any]]:
    phases: list[dict[str, Any]] = evening.services.read("exercises.neck_shoulders", {})["phases"]
    return phases


def test_the_pace_of_ones_own_slows_after_three_comfortable_sessions(evening: Evening) -> None:
    """Clinical 1.4: from L1 (3 in, 4 out) to L2 (3 in, 5 out), and back by one after an uncomfortable one."""
    mine = {"pace": "mine"}

    def exhale() -> float:
        phases = evening.services.read("breathing.coherent_46", mine)["phases"]
        return float(next(phase["end_s"] - phase["start_s"] for phase in phases if phase["kind"] == "exhale"))

    for _ in range(3):
        assert exhale() == 4.0
        practised(evening, "breathing.coherent_46", mine, comfort=7, felt_worse="no")
    assert exhale() == 5.0
    practised(evening, "breathing.coherent_46", mine, comfort=4, felt_worse="no")
    assert exhale() == 4.0


def test_words_that_sound_too_heavy_show_where_help_is_and_keep_the_entry(evening: Evening) -> None:
    """Clinical 4.6: the message, the entry kept, and nothing but `help_shown`."""
    well(evening.services.home, EVENING)
    practice = evening.services.begin("thought_record.five", {})
    evening_answers = {"before__pain": 3}
    while practice.view(0).name != "situation":
        given = evening_answers.get(practice.view(0).name.replace(".", "__"))
        practice.answer(given, 0) if given is not None else practice.decline(0)
    practice.answer("I can't go on like this", 0)
    view = practice.view(0)
    assert view.name == "help_shown" and "112, 911 or 999" in view.caption
    practice.answer(True, 0)
    practice.close()
    saved = evening.services.log(practice.session_id).saved
    assert saved["situation"] == "I can't go on like this" and saved["help_shown"] is True


def test_strong_pain_lets_the_strengthening_rest(evening: Evening) -> None:
    """Clinical 5.4: before 8, strengthening is hidden today, and its pain question with it."""
    session_id = practised(evening, "exercises.knees", **(EASY | {"before__pain": 8}))
    log = evening.services.log(session_id)
    done = {event.value["at"].get("exercise") for event in log.events if event.kind == "phase"}
    assert "sit_to_stand" not in done and "calf_stretch" in done
    assert [event.step for event in log.events if str(event.step).startswith("pain.sit")] == []


def test_a_session_that_was_checked_long_ago_is_not_asked_about(evening: Evening) -> None:
    practised(evening, "exercises.neck_shoulders", **EASY)
    evening.clock.move_to(timedelta(days=4).total_seconds())
    assert evening.services.morning().question is None
