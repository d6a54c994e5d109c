"""What is asked around every session."""

from dtx.care.bracket import STOP_REASONS, closing, opening
from dtx.care.felt_worse import calls_for_advice, felt_worse
from dtx.engine.activity import Script
from dtx.engine.bracket import Ending
from dtx.engine.questions import Answer


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


def test_dizziness_and_panic_are_met_with_grounding_words_before_anything_is_asked() -> None:
    for reason in ("dizzy", "panic"):
        assert asked(closing(Ending("stopped", reason)), {})[:2] == [None, "after.pain"]


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
