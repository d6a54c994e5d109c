"""A past session is told from its journal alone: what was delivered, left out, paused and answered, in its order."""

from typing import Any

import pytest

from dtx.engine.journal import Event
from dtx.engine.recall import LONGEST, Told, length, recalled, spoken
from dtx.engine.record import SessionLog, fold

WORLD = {
    "activity_id": "a.b",
    "activity_title": "B",
    "app_version": "0",
    "patient_ref": "p",
    "plugin_id": "a",
    "plugin_version": "1",
    "content_sha256": "",
    "planned_s": 60.0,
    "phases_total": 6,
    "options": {},
}


def log(*events: tuple[float, str, str | None, Any]) -> SessionLog:
    opened = Event(1, "2026-03-01T10:00:00+01:00", 0.0, "opened", None, None, WORLD)
    later = [Event(seq, "2026-03-01T10:01:00+01:00", t, kind, step, None, value) for seq, (t, kind, step, value) in enumerate(events, 2)]
    return fold("s", [opened, *later], "2026-03-01T10:09:00+01:00")


def phase(t: float, step: str, seconds: float, **at: Any) -> tuple[float, str, str, Any]:
    return t, "phase", step, {"kind": "x", "seconds": seconds, "at": at, "phase": 0}


def answer(value: Any, text: str = "How?", **more: Any) -> dict[str, Any]:
    return {"value": value, "declined": None, "text": text, "saved": True, **more}


def words(*events: tuple[float, str, str | None, Any]) -> list[str]:
    return [told.words for told in recalled(log(*events))]


def test_breaths_are_counted_and_not_listed() -> None:
    told = [phase(4, "breathe.1", 4, cycle=1), phase(10, "breathe.1", 6, cycle=1), phase(14, "breathe.1", 4, cycle=2)]
    assert list(recalled(log(*told))) == [Told(0.0, "Breathing, 2 breaths: 14 s")]


def test_exercises_parts_and_groups_have_their_names() -> None:
    told = [
        phase(2, "move.1", 2, exercise="knee_rocks", set=1, side="left", rep=1),
        phase(4, "move.1", 2, exercise="knee_rocks", set=1, side="right", rep=1),
        phase(34, "section.2", 30, region="feet + lower legs"),
        phase(44, "tense.3", 10, group="hand_left"),
        phase(54, "say.4", 10),
    ]
    assert words(*told) == [
        "Knee rocks, 2 times: 4 s",
        "Feet and lower legs: 30 s",
        "Left hand: 10 s",
        "Words: 10 s",
    ]


def test_pauses_skips_and_the_end_stand_where_they_happened() -> None:
    told: list[tuple[float, str, str | None, Any]] = [
        phase(4, "breathe.1", 4, cycle=1),
        (4, "paused", None, None),
        (4, "resumed", None, {"paused_s": 75.0}),
        (5, "eased", "breathe.1", None),
        (6, "skipped", "section.2", None),
        (7, "back", None, {"phases_done": 1, "undone": []}),
        (8, "gap", None, {"seconds": 9}),
        phase(12, "breathe.1", 4, cycle=2),
        (12, "stopped", None, "tired"),
    ]
    assert words(*told) == [
        "Breathing, 1 breath: 4 s",
        "Paused for 1:15 min.",
        "Made easier.",
        "Left out: Section.",
        "Went back.",
        "Nothing guided you for a while.",
        "Breathing, 1 breath: 4 s",
        "Stopped early. Reason: tired.",
    ]


def test_questions_have_their_answers_in_the_words_of_that_day() -> None:
    told: list[tuple[float, str, str | None, Any]] = [
        (0, "rated", "before.pain", answer(6, "How strong is your pain right now?", min=0, max=10)),
        (0, "answered", "words", answer("it is a_b", "First a long list.\n\nIn your words?")),
        (0, "answered", "which", answer("short_night")),
        (0, "answered", "many", answer(["low_mood", "own words"])),
        (0, "answered", "none", answer(None)),
        (0, "answered", "ready.1", {"value": True, "declined": None, "text": "Read this.", "saved": False}),
        (9, "completed", None, None),
        (9, "rated", "after.pain", answer(None, "How strong is your pain right now?", min=0, max=10)),
        (9, "felt_worse", "felt_worse", answer("a_little", "Did anything feel worse?")),
        (9, "follow_up", "follow_up", {"pain": 3, "settled": True, "asked_at": "", "declined": None}),
    ]
    assert words(*told) == [
        "Before: How strong is your pain right now? 6",
        "In your words? it is a_b",
        "How? short night",
        "How? low mood, own words",
        "How? not answered",
        "Finished.",
        "After: How strong is your pain right now? not answered",
        "Did anything feel worse? a little",
        "The next morning, pain: 3.",
    ]


def test_what_was_asked_around_the_practice_has_no_minute() -> None:
    told: list[tuple[float, str, str | None, Any]] = [
        (0, "rated", "before.pain", answer(6, min=0, max=10)),
        (3, "answered", "which", answer("this")),
        (9, "completed", None, None),
        (9, "answered", "stop_reason", answer("time")),
    ]
    assert [one.at_s for one in recalled(log(*told))] == [None, 3, 9, None]


def test_health_questions_are_counted_where_they_were_left_out() -> None:
    told: list[tuple[float, str, str | None, Any]] = [
        (0, "gate", "gate.lung", answer("yes", "Do you have a lung disease?")),
        (0, "gate", "gate.heart", answer(None)),
        (0, "gate", "gate.numb", answer(None)),
    ]
    assert words(*told) == ["Do you have a lung disease? yes", "Health questions that were not answered: 2."]


def test_a_long_answer_is_cut_here_and_only_here() -> None:
    (told,) = words((0, "answered", "note", answer("x" * 1000, "Why?")))
    assert told == f"Why? {'x' * LONGEST}…"


@pytest.mark.parametrize(("name", "said"), [("arm_right", "Right arm"), ("low_back", "Low back"), ("a + b", "A and b"), ("", "")])
def test_names_are_said_as_people_say_them(name: str, said: str) -> None:
    assert spoken(name) == said


@pytest.mark.parametrize(("seconds", "said"), [(0, "0 s"), (59.4, "59 s"), (59.6, "1:00 min"), (3600, "60:00 min")])
def test_lengths_are_said_in_seconds_and_minutes(seconds: float, said: str) -> None:
    assert length(seconds) == said
