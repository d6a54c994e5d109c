"""Words from people, files and plugins are painted as they are, and do nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.engine.words import clean
from dtx.tui.safe import words
from tests.tui.corpus import BRACKETS, ESCAPES


@pytest.mark.parametrize("text", BRACKETS)
def test_brackets_stay_as_they_are(text: str) -> None:
    assert clean(text) == text
    assert words(text).plain == text


@pytest.mark.parametrize(("text", "left"), ESCAPES)
def test_escapes_leave_only_the_words(text: str, left: str) -> None:
    assert clean(text) == left


@given(st.text())
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    cleaned = clean(text)
    assert not any((ord(character) < 32 and character != "\n") or 127 <= ord(character) < 160 for character in cleaned)
    assert clean(cleaned) == cleaned


def test_halves_of_a_character_are_put_together_and_one_alone_is_shown_as_such() -> None:
    """A keyboard of Windows hands an emoji over in two halves, an old terminal a byte that is no character."""
    assert clean("tea \ud83e\uded6, caf\udce9") == "tea 🫖, caf�"


def test_line_ends_and_tabs_keep_their_meaning() -> None:
    assert clean("a\r\nb\rc\td") == "a\nb\nc    d"
