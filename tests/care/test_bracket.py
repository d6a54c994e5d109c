"""What is asked around every session."""

from contextlib import suppress

import pytest

from dtx.care.bracket import STOP_REASONS, closing, opening
from dtx.care.felt_worse import calls_for_advice, felt_worse
from dtx.engine.activity import Script
from dtx.engine.bracket import Ending
from dtx.engine.questions import Answer, Ready


def asked(script: Script, answers: dict[str, Answer]) -> list[str | None]:
    """The ids of the questions, answering those that are named."""
    ids: list[str | None] = []
    try:
        step = next(script)
        while True:
            ids.append(step.save)  # type: ignore[union-attr]
            step = script.send(answers.get(str(ids[-1])))
    except StopIteration:
        return ids


def test_pain_and_relaxation_are_rated_before_and_after() -> None:
    assert asked(opening(), {}) == ["before.pain", "before.relax"]
    assert asked(closing(Ending("completed")), {"felt_worse": "no"}) == ["after.pain", "after.relax", "felt_worse"]


def test_a_stop_is_asked_for_its_reason_once_and_only_where_none_was_given() -> None:
    assert asked(closing(Ending("stopped")), {})[0] == "stop_reason"
    assert asked(closing(Ending("stopped", "time")), {})[0] == "after.pain"


def test_what_is_a_stop_rule_is_met_with_grounding_words_before_anything_is_asked() -> None:
    """Clinical 8.3: stop, then ground. Somebody who has no time or is tired has nothing to steady."""
    for reason in STOP_REASONS:
        read = {"time": 0, "tired": 0, "other": 0, "red_flag": 2}.get(reason, 1)
        assert asked(closing(Ending("stopped", reason)), {})[: read + 1] == [None] * read + ["after.pain"]


def test_who_stops_because_of_the_warning_list_sees_it_with_what_to_do_and_the_number() -> None:
    """Clinical 5.5: the app shows the list, the action and the number."""
    shown = next(closing(Ending("stopped", "red_flag"), (), "US"))
    assert isinstance(shown, Ready) and "Call 911 now." in shown.text and "- A hot, swollen, painful calf" in shown.text
    script = closing(Ending("stopped"), (), "GB")
    next(script)
    assert "Call 999 or 112 now." in script.send("red_flag").text


@pytest.mark.parametrize(
    ("moves", "pain", "offered"), [(True, 8, True), (True, 10, True), (True, 7, False), (True, None, False), (False, 9, False)]
)
def test_strong_pain_before_exercises_is_met_with_what_else_there_is(moves: bool, pain: int | None, offered: bool) -> None:
    """Clinical 5.4: from 8 on, offer breathing and the coping card."""
    script = opening(moves)
    next(script)
    script.send(pain)
    rest = []
    with suppress(StopIteration):
        rest.append(script.send(3))
    assert [type(step).__name__ for step in rest] == (["Ready"] if offered else [])
    assert all("quiet breathing, or your coping card" in step.text for step in rest)


def test_the_stop_reasons_are_those_of_the_contract() -> None:
    assert STOP_REASONS == ("pain", "dizzy", "upset", "panic", "cramp", "red_flag", "time", "tired", "other")


def test_what_felt_worse_has_the_fields_of_the_specification() -> None:
    fields = ["felt_worse", *(f"felt_worse.{part}" for part in ("what", "severity", "onset", "lasted", "did", "better_now", "text"))]
    assert asked(felt_worse(), {"felt_worse": "a_little"}) == fields
    assert asked(felt_worse(), {}) == ["felt_worse"]


def test_advice_comes_with_a_lot_a_fall_the_skin_or_more_than_a_day() -> None:
    assert calls_for_advice("a_lot", None, None)
    assert calls_for_advice("a_little", ("fall",), None)
    assert calls_for_advice("a_little", ("skin", "pain"), "<1h")
    assert calls_for_advice("not_sure", (), "longer")
    assert not calls_for_advice("a_little", ("pain",), "<24h")
