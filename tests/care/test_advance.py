"""The next stage of applied relaxation is suggested by clinical 3.6: two sessions in a row at 6 or more, and seven days."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dtx.care.advance import ENOUGH, NEXT, offered, stage, stage_of, suggestion
from dtx.engine.record import SessionLog

MONDAY = date(2025, 3, 3)


def day(number: int) -> date:
    """Day 0 is Monday, 3 March 2025."""
    return MONDAY + timedelta(days=number)


def session(number: int, relax: int | None, activity: str = "pmr", status: str = "completed", **options: Any) -> SessionLog:
    """A session on that day with `after.relax`."""
    asked = f"{day(number)}T20:15:00+01:00"
    rating = {"value": relax, "min": 0, "max": 10, "asked_at": asked, "declined": None if relax is not None else "skipped"}
    return SessionLog(
        session_id=f"{number}",
        app_version="0.1.0",
        patient_ref="p",
        activity_id=f"relaxation.{activity}",
        activity_title="Muscle relaxation",
        plugin_id="relaxation",
        plugin_version="1.0.0",
        content_sha256="",
        started_at=f"{day(number)}T20:00:00+01:00",
        ended_at=asked,
        status=status,
        stop_reason=None,
        planned_s=900,
        active_s=900,
        paused_s=0,
        phases_done=45,
        phases_total=45,
        before={},
        after={"relax": rating},
        options={"groups": 7, "form": "standard"} | options if activity == "pmr" else options,
    )


@pytest.mark.parametrize(
    ("activity", "options", "number"),
    [
        ("relaxation.pmr", {"form": "standard"}, 1),
        ("relaxation.pmr", {"form": "gentle"}, 1),
        ("relaxation.pmr", {"form": "release_only", "groups": 4}, 2),
        ("relaxation.cue", {"minutes": 3}, 3),
        ("relaxation.differential", {}, 4),
        ("relaxation.rapid", {}, 5),
        ("breathing.belly", {}, None),
    ],
)
def test_each_practice_has_its_stage(activity: str, options: dict[str, Any], number: int | None) -> None:
    assert stage_of(activity, options) == number


def test_it_begins_with_the_first() -> None:
    assert stage([], MONDAY) == 1


@pytest.mark.parametrize(
    ("sessions", "today", "number"),
    [
        # 3, 5 and 10 March: the last two at 6 and 7, seven days after the first
        ([session(0, 4), session(2, 6), session(7, 7)], day(7), 2),
        # the same on 9 March, the sixth day: not before seven days
        ([session(0, 4), session(2, 6), session(6, 7)], day(6), 1),
        # reached early, it holds from 10 March on
        ([session(0, 6), session(1, 6)], day(6), 1),
        ([session(0, 6), session(1, 6)], day(7), 2),
        # 6, then 5: not in a row
        ([session(0, 6), session(3, 6), session(8, 5)], day(8), 1),
        ([session(0, 6), session(3, 5), session(8, 9)], day(8), 1),
        # one session is not two
        ([session(0, 9)], day(9), 1),
        # a rating that was not given tells nothing
        ([session(0, 6), session(4, 8), session(8, None)], day(8), 1),
        # nor does a session that was stopped
        ([session(0, 6), session(4, 8), session(8, 8, status="stopped")], day(8), 1),
    ],
)
def test_two_in_a_row_at_six_and_seven_days_lead_to_the_next(sessions: list[SessionLog], today: date, number: int) -> None:
    assert stage(sessions, today) == number


def test_the_days_count_from_the_first_session_at_the_stage() -> None:
    sessions = [session(0, 6), session(8, 6), session(9, 7, form="release_only"), session(12, 7, form="release_only")]
    assert stage(sessions, day(15)) == 2
    assert stage(sessions, day(16)) == 3


@pytest.mark.parametrize(("activity", "number"), [("cue", 3), ("differential", 4), ("rapid", 5)])
def test_every_stage_leads_to_the_one_after_it(activity: str, number: int) -> None:
    sessions = [session(0, 7, activity), session(7, 6, activity)]
    assert stage(sessions, day(7)) == number + 1


def test_practice_of_other_activities_does_not_count() -> None:
    other = replace(session(8, 2), activity_id="breathing.belly")
    assert stage([session(0, 6), session(7, 6), other], day(8)) == 2


def test_nobody_is_led_on_to_what_they_know_already() -> None:
    sessions = [session(0, 6, "cue"), session(10, 7), session(20, 7)]
    assert stage(sessions, day(20)) == 1
    assert offered(sessions, day(20)) == ""


def test_a_suggestion_comes_once_after_the_session_that_brought_it_up() -> None:
    sessions = [session(0, 7), session(1, 7), session(8, 7), session(9, 8)]
    assert [bool(offered(sessions[:n], day(int(sessions[n - 1].session_id)))) for n in (1, 2, 3, 4)] == [False, False, True, False]


def test_it_comes_again_only_after_a_harder_time() -> None:
    sessions = [session(0, 7), session(8, 7), session(9, 3), session(10, 6), session(11, 6)]
    said = [bool(offered(sessions[:n], day(int(sessions[n - 1].session_id)))) for n in range(1, 6)]
    assert said == [False, True, False, False, True]


def test_trying_the_next_stage_is_not_taken_for_having_reached_it() -> None:
    sessions = [session(0, 7), session(8, 7), session(9, 8, "cue")]
    assert offered(sessions, day(9)) == ""
    assert stage(sessions, day(9)) == 3


def test_nothing_is_said_after_another_activity() -> None:
    other = replace(session(8, 9), activity_id="breathing.belly")
    assert offered([session(0, 7), session(7, 7), other], day(8)) == ""
    assert offered([], day(8)) == ""


def test_the_words_leave_the_choice_to_the_person() -> None:
    assert suggestion(1, 2) == (
        "Twice in a row you noted 6 or more for how relaxed you were. "
        "If it suits you, you might only let go next time: four areas, and nothing tightened. Staying with this one is just as fine."
    )
    assert [suggestion(2, 2), suggestion(3, 1), suggestion(6, 7)] == ["", "", ""]
    assert ENOUGH == 6


@pytest.mark.parametrize("number", NEXT)
def test_every_sentence_is_short(number: int) -> None:
    sentences = re.split(r"(?<=\.) ", suggestion(number - 1, number))
    assert len(sentences) == 3
    assert max(len(sentence.split()) for sentence in sentences) <= 20
