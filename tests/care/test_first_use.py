"""The first-use questions of clinical 8.1."""

import pytest

from dtx.care.first_use import FOLLOW_UPS, QUESTIONS
from dtx.care.flags import ANSWERS, FLAGS
from dtx.care.gate import LIMITS

SPECIFIED = {
    "new_pain": ("new", "worse", "fall"),
    "red_flag": ("warning list",),
    "under_18": ("18",),
    "limited": ("professional", "exercise", "breath", "movement"),
    "heart": ("heart", "stroke", "blood-pressure", "faint"),
    "lung": ("lung disease", "breathless at rest"),
    "epilepsy": ("epilepsy", "blackouts"),
    "pregnancy": ("pregnant", "birth", "12 weeks"),
    "surgery": ("surgery", "broken bone", "new joint", "12 weeks", "osteoporosis"),
    "numb": ("numb", "diabetes with foot problems", "circulation"),
    "cancer": ("cancer", "infection", "inflammatory arthritis"),
    "falls": ("dizzy", "fall", "6 months"),
    "trauma": ("trauma", "flashbacks", "panic", "hear voices", "lose touch with your surroundings"),
    "eating": ("eating disorder",),
    "self_harm": ("harming yourself now",),
    "drowsy": ("driving", "machine", "very drowsy"),
}
"""What each of the sixteen questions asks about (clinical 8.1)."""


def test_there_is_one_question_for_each_flag_in_their_order() -> None:
    assert tuple(QUESTIONS) == FLAGS == tuple(SPECIFIED)


@pytest.mark.parametrize("flag", FLAGS)
def test_each_question_asks_about_what_the_specification_names_and_takes_yes_no_or_unsure(flag: str) -> None:
    question = QUESTIONS[flag]
    assert question.save == f"gate.{flag}"
    assert sorted(question.values) == sorted(ANSWERS)
    assert question.check("Not sure") == "unsure"
    for words in SPECIFIED[flag]:
        assert words in question.text, words


def test_drowsiness_is_followed_by_where_and_a_limit_by_what() -> None:
    assert {flag: (follow.save, set(follow.values)) for flag, follow in FOLLOW_UPS.items()} == {
        "drowsy": ("gate.drowsy.where", {"driving", "in_bed", "medicine"}),
        "limited": ("gate.limited.what", set(LIMITS)),
    }
