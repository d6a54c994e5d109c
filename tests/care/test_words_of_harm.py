"""Words that hint at self-harm (clinical 4.6, and the extras of clinical 9)."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dtx.care.helplines import for_country
from dtx.care.words_of_harm import GO_ON, IN_OTHER_LANGUAGES, PHRASES, SAID, actions, hints, message

SPECIFIED = (
    "kill myself, killing myself, end my life, end it all, suicide, suicidal, want to die, wish i was dead, wish i were dead, "
    "better off dead, better off without me, no reason to live, don't want to be here anymore, don't want to live, can't go on, "
    "hurt myself, harm myself, self harm, self-harm, cut myself, overdose, all my pills, never wake up"
)
"""Clinical 4.6, copied."""


def test_the_list_is_exactly_that_of_the_specification() -> None:
    assert list(PHRASES) == SPECIFIED.split(", ")


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_phrase_is_found_inside_other_words_whatever_the_case(phrase: str) -> None:
    assert hints(f"Today: {phrase.upper()}, I said.")


def test_the_two_sentences_of_the_specification() -> None:
    assert hints("I can't go on like this")
    assert not hints("this pain is killing me")


@pytest.mark.parametrize("phrase", IN_OTHER_LANGUAGES["es"])
def test_words_in_spanish_are_found_with_and_without_their_accents(phrase: str) -> None:
    assert hints(f"Hoy {phrase}, dije.")
    assert hints(phrase.upper())
    assert hints(phrase.translate(str.maketrans("áéíóú", "aeiou")))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("No puedo seguir así", True),
        ("a veces quiero morirme", True),
        ("Pienso en el suicidio.", True),
        ("Me quiero morir.", True),
        ("Preferiría estar muerta que seguir así", True),
        ("a veces me voy a matar, pienso", True),
        ("quiero desaparecer", True),
        ("tengo ganas de morirme", True),
        ("me tomaría todas las pastillas de golpe", True),
        ("me duele a muerte", False),
        ("el dolor me mata", False),
        ("vivo cansada", False),
        ("este dolor me está matando", False),
        ("me muero de sueño", False),
        ("quiero cortar el césped", False),
        ("acabé con todos los platos", False),
    ],
)
def test_sentences_in_spanish(text: str, shown: bool) -> None:
    assert hints(text) is shown


def test_quotes_blanks_and_line_breaks_do_not_hide_a_phrase() -> None:
    assert hints("I can’t  go\non")
    assert hints("better\toff dead")


@pytest.mark.parametrize("text", ["i cant go on", "I can t go on", "dont want to live", "I DONT WANT TO LIVE"])
def test_an_apostrophe_that_tired_people_leave_out_hides_nothing(text: str) -> None:
    assert hints(text)


@pytest.mark.parametrize("text", ["", "overdosed on sunshine", "the best end it allows", "she said suicides", "cut myselfish", "pills"])
def test_only_whole_words_count(text: str) -> None:
    assert not hints(text)


def test_a_no_before_it_changes_nothing() -> None:
    assert hints("I do not want to die")


@given(st.text())
@example("\ud800 suicide")
@example("İ" * 50)
def test_it_never_raises(text: str) -> None:
    hints(text)


@pytest.mark.parametrize("unit", ["don't want to ", "c", "self ", " ", "want to di", "’"])
def test_twenty_thousand_characters_take_a_moment(unit: str) -> None:
    def seconds(characters: int) -> float:
        text = (unit * characters)[:characters]
        return min(timed(text) for _ in range(3))

    def timed(text: str) -> float:
        begin = time.process_time()
        hints(text)
        return time.process_time() - begin

    assert seconds(20_000) < 0.25
    assert seconds(80_000) < 1.0


def test_the_message_is_that_of_the_specification_with_the_numbers_of_the_country() -> None:
    assert message(for_country("US")) == (
        "Some of your words sound like things may feel too heavy right now. You are not in trouble, and nothing has been sent to anyone. "
        "If you might act on these thoughts or are not safe, call 911 now. If you want to talk to someone: call or text 988. "
        "Could you be near someone, or put distance between you and anything you might use?"
    )
    assert message(for_country("GB"), SAID).startswith(SAID)


def test_one_can_call_text_where_there_is_a_number_or_go_on() -> None:
    assert actions(for_country("US")) == ("Call 911", "Text 988", GO_ON)
    assert actions(for_country("FR")) == ("Call 112", GO_ON)
