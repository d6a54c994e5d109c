"""Rehearsal: a script walked three ways, without a clock."""

import pytest

from dtx.engine.activity import Script
from dtx.engine.questions import Ask, Choose, Rate, Several
from dtx.engine.reel import ENDLESS
from dtx.engine.rehearsal import WAYS, rehearse
from dtx.engine.steps import Say, Silence, Timed
from tests.engine.worlds import playing


def branching() -> Script:
    if (yield Choose("Longer?", ("Yes", "No"), save="longer")) == "Yes":
        yield Silence(60)
    how = yield Rate("How?", save="how")
    yield Timed(f"{how}", 10)
    yield Several("Which?", ("a", "b"), save="which")
    yield Ask("What?", save="what")


@pytest.mark.parametrize(("way", "seconds", "text"), [("first", 70, "0"), ("last", 10, "10"), ("declined", 10, "None")])
def test_each_way_takes_its_own_turns(way: str, seconds: float, text: str) -> None:
    walked = rehearse(branching, way)  # type: ignore[arg-type]
    assert (walked.total_s, walked.phases[-1][0].text) == (seconds, text)
    assert [name for name, _ in walked.asks] == ["longer", "how", "which", "what"]


def test_phases_are_contiguous_from_zero() -> None:
    walked = rehearse(playing(Say("One two.", 4.5), Silence(0.1), Silence(0.2)))
    assert [(start, end) for _, start, end in walked.phases] == [(0, 1), (1, 4.5), (4.5, 4.6), (4.6, 4.8)]


@pytest.mark.parametrize("way", WAYS)
def test_an_endless_script_is_cut_and_said(way: str) -> None:
    def script() -> Script:
        while True:
            yield Ask("Again?")

    assert rehearse(script, way).failure == ENDLESS  # type: ignore[arg-type]


def test_a_script_that_breaks_off_keeps_what_it_had() -> None:
    def script() -> Script:
        yield Silence(5)
        raise ValueError("private words")

    walked = rehearse(script)
    assert (walked.total_s, walked.failure) == (5, "it raised ValueError")


def test_a_question_that_was_written_down_takes_the_same_answers() -> None:
    from dtx.engine.questions import Ask, Choose, NotAnAnswer, Question, Rate, Ready, Several
    from dtx.engine.rehearsal import ask_json, question_of

    asked: list[tuple[Question, object, object]] = [
        (Rate("How much?", 0, 100, save="much"), 80, 101),
        (Choose("Which?", ("A", "B"), "which", ("a", "b")), "a", "c"),
        (Several("Which of them?", ("A", "B"), "them"), ("B",), 3),
        (Ask("What?", "what"), "words", 3),
        (Ready("Go on.", "on"), True, "no"),
    ]
    for question, right, wrong in asked:
        again = question_of(ask_json(str(question.save), question))
        assert (type(again), again.save, again.check(right)) == (type(question), question.save, question.check(right))
        with pytest.raises(NotAnAnswer):
            again.check(wrong)
