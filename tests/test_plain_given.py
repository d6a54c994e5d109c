"""Answers from a file, given as a record has them in `saved`, or under the names of the questions."""

from typing import Any

import pytest

from dtx.engine.questions import Ask, Choose, Question, Rate, Ready, Several
from dtx.errors import Unknown
from dtx.plain import Given

QUESTIONS: dict[str, Question] = {
    "situation": Ask("?"),
    "emotions[].name": Several("?", ("afraid", "sad"), own=True),
    "emotions[0].before": Rate("?", 0, 100, step=5),
    "emotions[1].before": Rate("?", 0, 100, step=5),
    "thoughts[0].text": Ask("?"),
    "thoughts[1].text": Ask("?"),
    "thoughts[].hot": Choose("?", ("first", "second"), values=("0", "1")),
    "traps": Several("?", ("fortune", "label")),
    "balanced.text": Ask("?"),
}
NESTED: dict[str, Any] = {
    "situation": "at home",
    "emotions": [{"name": "afraid", "before": 80}, {"name": "stuck", "before": 45}],
    "thoughts": [{"text": "a", "hot": False}, {"text": "b", "hot": True}],
    "traps": ["label"],
    "balanced": {"text": "c"},
}
BY_NAME: dict[str, Any] = {
    "situation": "at home",
    "emotions[].name": ["afraid", "stuck"],
    "emotions[0].before": 80,
    "emotions[1].before": 45,
    "thoughts[0].text": "a",
    "thoughts[1].text": "b",
    "thoughts[].hot": "1",
    "traps": ["label"],
    "balanced.text": "c",
}
SPREAD = {name: value for name, value in BY_NAME.items() if name[:6] not in ("emotio", "though")} | {
    "emotions[].name": ["afraid", "stuck"],
    "emotions[].before": [80, 45],
    "thoughts[].text": ["a", "b"],
    "thoughts[1].hot": True,
}


@pytest.mark.parametrize("answers", [NESTED, BY_NAME, SPREAD])
def test_every_form_answers_the_same_questions(answers: dict[str, Any]) -> None:
    given = Given(answers)
    given.check(QUESTIONS.items())
    assert {name: given.ask(name, question) for name, question in QUESTIONS.items()} == BY_NAME
    assert list(given.unknown(QUESTIONS.items())) == []


def test_a_whole_name_wins_over_a_structure_and_a_structure_over_a_star() -> None:
    given = Given({"a": {"b": 1, "d": None}, "a.c": 2, "a.*": 3, "*": 4})
    assert [given.ask(name, Rate("?")) for name in ("a.b", "a.c", "a.d", "a.e", "x")] == [1, 2, None, None, 4]


def test_a_name_with_a_dot_is_no_reason_to_pass_over_a_star() -> None:
    given = Given({"before.pain": 6, "before.*": 3})
    assert [given.ask(name, Rate("?")) for name in ("before.pain", "before.relax")] == [6, 3]


@pytest.mark.parametrize(("hot", "answer"), [("0", True), (True, True), (False, None), (None, None)])
def test_words_that_name_the_only_thought_are_read_where_it_is_the_marked_one(hot: object, answer: object) -> None:
    assert Given({"thoughts[].hot": hot}).ask("thoughts[].hot", Ready("This one.")) is answer
    assert Given({"thoughts": [{"text": "a", "hot": True}]}).ask("thoughts[].hot", Ready("This one.")) is True


def test_two_marked_items_are_a_sentence() -> None:
    given = Given({"thoughts": [{"hot": True}, {"hot": True}]})
    with pytest.raises(Unknown, match=r"The answer to thoughts\[\]\.hot does not fit\. Please mark one of them only\."):
        given.check([("thoughts[].hot", QUESTIONS["thoughts[].hot"])])


def test_a_number_between_the_steps_is_a_sentence() -> None:
    """Percent fields are whole numbers in steps of 5 (clinical 4.1)."""
    with pytest.raises(Unknown, match=r"The answer to emotions\[0\]\.before does not fit\. Please give a number in steps of 5\."):
        Given({"emotions": [{"name": "afraid", "before": 83}]}).check(QUESTIONS.items())


def test_what_no_question_is_known_for_is_named_with_its_path() -> None:
    answers = {"balanced": {"txt": "c"}, "emotions": [{"name": "sad"}, {"befor": 5}], "thoughts[4].text": "e"}
    assert list(Given(answers).unknown(QUESTIONS.items())) == [
        "No question is known as 'balanced.txt'. Did you mean 'balanced.text'?",
        "No question is known as 'emotions[1].befor'. Did you mean 'emotions[].before'?",
    ]
