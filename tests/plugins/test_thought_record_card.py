"""The coping card: six lines at most, no illness and no medicine (clinical 4.5)."""

import re

from dtx.engine.questions import Ask
from dtx.page.saved_page import CARD_LINES
from tests.plugins.thought_records import CARD, plugin, walk

SHOWN = """Your card:

When my back flares up
I notice clenched teeth
I can tell myself: it has gone down every time
I can do (2 min): breathe out slowly
I can contact Sam
What got me through before: a warm shower"""


def test_the_words_are_kept_and_the_card_is_shown() -> None:
    found = walk("coping_card", CARD)
    assert (found.saved, found.read) == (CARD, [SHOWN])


def test_it_has_the_six_lines_of_the_specification() -> None:
    """When ___ , I notice ___ ; I can tell myself ___ ; I can do ___ (2 min) ; I can contact ___ ; what got me through before ___."""
    assert list(CARD) == walk("coping_card", CARD).ids
    for name, words in zip(
        CARD, ("When", "I notice", "I can tell myself", "I can do", "I can contact", "What got me through before"), strict=True
    ):
        assert walk("coping_card", CARD).text(name).startswith(words)


def test_the_printed_card_has_the_same_lines() -> None:
    assert plugin()[2]["card"].LINES == CARD_LINES


def test_a_line_left_blank_is_left_out() -> None:
    found = walk("coping_card", {"contact": "Sam"})
    assert found.read == ["Your card:\n\nI can contact Sam"]
    assert walk("coping_card", {}).read == []


def test_it_never_has_more_than_six_lines_whatever_is_written() -> None:
    [card] = walk("coping_card", CARD | {"do": "first\nthen\n\nand then"}).read
    assert len(card.splitlines()) == 2 + 6
    assert "I can do (2 min): first then and then" in card


def test_a_line_fits_on_one_of_a_telephone() -> None:
    assert {question.limit for _, question in walk("coping_card", CARD).asked if isinstance(question, Ask)} == {120}


def test_the_earlier_lines_are_offered_as_words_to_look_at() -> None:
    found = walk("coping_card", {}, previous={"contact": "Sam", "do": None})
    assert "Last time: Sam" in found.text("contact")
    assert "Last time" not in found.text("do") + found.text("when")
    assert found.saved == dict.fromkeys(CARD)


def test_nothing_asks_for_a_diagnosis_or_a_medicine() -> None:
    found = walk("coping_card", CARD)
    assert "leave out names of illnesses and medicines" in found.text("when")
    said = " ".join(question.text for name, question in found.asked[1:])
    assert re.findall(r"\b(diagnos|medic|tablet|dose|pill|illness)", said, re.IGNORECASE) == []
