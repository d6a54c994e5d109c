"""The experiment keeps to clinical 4.4, and asks kindly for something that can be seen."""

from typing import Any

import pytest

from dtx.care.zones import RED, settled, zone
from dtx.engine.questions import Choose, Rate
from tests.plugins.thought_records import EXPERIMENT, plugin, walk

KNOW = "prediction.how_would_you_know"
NOT_FINISHED = "kept as it is, and not finished"


def without_knowing() -> dict[str, Any]:
    prediction = {name: value for name, value in EXPERIMENT["prediction"].items() if name != "how_would_you_know"}
    return EXPERIMENT | {"prediction": prediction}


def test_every_field_is_kept_as_it_was_given() -> None:
    assert walk("experiment", EXPERIMENT).saved == EXPERIMENT


def test_its_fields_are_those_of_the_specification_in_their_order() -> None:
    assert walk("experiment", EXPERIMENT).ids == [
        *("belief", "belief_before", "prediction.what", "prediction.how_bad", "prediction.by_when", KNOW),
        *("alternative", "test", "size", "safety_props", "date", "pain_now"),
        *("result.what", "result.pain_during", "result.pain_next_morning", "belief_after", "learned", "next"),
    ]


def test_how_much_is_believed_goes_in_steps_of_5_and_how_bad_from_0_to_10() -> None:
    asked = dict(walk("experiment", EXPERIMENT).asked)
    scales = {name: (one.low, one.high, one.step) for name, one in asked.items() if isinstance(one, Rate)}
    assert {scales.pop("belief_before"), scales.pop("belief_after")} == {(0, 100, 5)}
    assert set(scales.values()) == {(0, 10, 1)}
    assert list(scales) == ["prediction.how_bad", "pain_now", "result.pain_during", "result.pain_next_morning"]


def test_without_anything_to_see_it_is_asked_twice_more_and_then_kept_unfinished() -> None:
    found = walk("experiment", without_knowing())
    assert found.ids.count(KNOW) == 3
    texts = [question.text for name, question in found.asked if name == KNOW]
    assert len(set(texts)) == 3
    assert found.ids[-1] == KNOW and NOT_FINISHED in found.read[-1]


def test_what_was_written_before_that_is_never_lost() -> None:
    saved = walk("experiment", without_knowing()).saved
    assert saved["belief"] == EXPERIMENT["belief"]
    assert saved["prediction"] == EXPERIMENT["prediction"] | {"how_would_you_know": None}
    assert "test" not in saved


@pytest.mark.parametrize("times", [1, 2])
def test_an_answer_the_second_or_third_time_is_enough(times: int) -> None:
    found = walk("experiment", without_knowing() | {KNOW: [*[None] * times, "I can count it"]})
    assert found.ids.count(KNOW) == times + 1
    assert found.saved["prediction"]["how_would_you_know"] == "I can count it"
    assert found.saved["next"] == "Two books"
    assert not any(NOT_FINISHED in text for text in found.read)


def test_any_other_field_may_be_left_blank() -> None:
    found = walk("experiment", {KNOW: "I can count it"})
    assert found.ids[-1] == "next"
    assert found.saved["belief"] is None and found.saved["result"] == dict.fromkeys(("what", "pain_during", "pain_next_morning"))


def test_the_size_is_one_of_a_few_small_ones() -> None:
    question = dict(walk("experiment", EXPERIMENT).asked)["size"]
    assert isinstance(question, Choose)
    assert len(question.options) <= 7
    assert {"one minute", "ten minutes", "half of what I do on a usual day"} <= set(question.options)


def test_the_question_for_the_size_says_when_to_stop() -> None:
    """Green up to 2; from a start of 3 or less red above 5, else from a rise of 3 (clinical 5.4)."""
    text = walk("experiment", EXPERIMENT).text("size")
    for part in ("up to 2 out of 10", "From a start of up to 3, stop if it goes above 5", "stop if it goes up by 3"):
        assert part in text


def test_no_movement_is_tested_that_was_asked_to_be_left_out() -> None:
    text = walk("experiment", EXPERIMENT).text("test")
    assert "Leave out what your care team asked you not to do" in text and "warning sign" in text
    assert "Keep what your care team gave you" in walk("experiment", EXPERIMENT).text("safety_props")


@pytest.mark.parametrize(("pain", "offered"), [(7, False), (8, True), (None, False)])
def test_with_strong_pain_breathing_or_the_card_is_offered_instead(pain: int | None, offered: bool) -> None:
    """From 8 on (clinical 5.4)."""
    found = walk("experiment", EXPERIMENT | {"pain_now": pain, "result": {}})
    assert any("Breathing or your coping card" in text for text in found.read) is offered


# zone(now, before) of golden case G8, and `settled` of clinical 5.4: (before, during, next morning, too much).
@pytest.mark.parametrize(
    ("before", "during", "morning", "much"),
    [
        (6, 2, None, False),
        (3, 5, None, False),
        (3, 6, None, True),
        (6, 7, None, False),
        (6, 8, None, False),
        (5, 8, None, True),
        (4, 4, 5, False),
        (4, 4, 6, True),
        (None, 10, 10, False),
        (4, None, None, False),
    ],
)
def test_half_is_suggested_next_where_pain_went_too_far(before: int | None, during: int | None, morning: int | None, much: bool) -> None:
    assert plugin()[2]["experiment"].too_much(before, during, morning) is much
    given = EXPERIMENT | {"pain_now": before, "result": {"pain_during": during, "pain_next_morning": morning}}
    assert ("half of it may be enough" in walk("experiment", given).text("next")) is much


def test_what_is_too_much_is_the_red_zone_or_a_morning_that_has_not_settled() -> None:
    too_much = plugin()[2]["experiment"].too_much
    for before in range(11):
        assert [too_much(before, now, None) for now in range(11)] == [zone(now, before) == RED for now in range(11)]
        assert [too_much(before, None, morning) for morning in range(11)] == [settled(morning, before) is False for morning in range(11)]
