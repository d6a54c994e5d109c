"""How lines are read out: numbers in words, signs, and words with two pronunciations (sound page, section 4)."""

import pytest

from media.spoken.phonemes import doubtful, in_voice, number, spelt, spoken


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "zero"), (7, "seven"), (13, "thirteen"), (20, "twenty"), (46, "forty-six"), (95, "ninety-five"), (103, "one hundred and three")],
)
def test_numbers_are_words(value: int, words: str) -> None:
    assert number(value) == words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("In", "In."),
        ("Up to 2 out of 10, pain is no reason to stop.", "Up to two out of ten, pain is no reason to stop."),
        ("When ___", "When…"),
        ("I can do (2 min): ___", "I can do, two minutes…"),
        ("Does one of these patterns fit? (optional)", "Does one of these patterns fit? optional."),
        ("Help is on every screen: press ?.", "Help is on every screen: press the question mark."),
        ("Your card:", "Your card."),
        ('Is there a middle between "all" and "none"?', 'Is there a middle between "all" and "none"?'),
    ],
)
def test_a_line_is_said_without_digits_brackets_or_blanks(text: str, said: str) -> None:
    assert spoken(text) == said


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("Eyes can close, or rest.", ["klˈOz"]),
        ("Your eyes may close, or stay open.", ["klˈOz"]),
        ("Close your eyes, and stay close.", ["klˈOz", "klˈOs"]),
        ("Open and close", ["klˈOz"]),
        ("The shin lies close to the surface.", ["klˈOs"]),
        ("Use only a fifth of your strength.", ["jˈuz"]),
        ("It is of no use.", ["jˈus"]),
        ("Wind down; the wind may drop.", ["wˈInd", "wˈɪnd"]),
        ("Sit as you would to read or eat.", ["ɹˈid"]),
        ("Live with it.", ["lˈɪv"]),
    ],
)
def test_a_word_of_two_readings_is_read_as_it_is_meant(text: str, sounds: list[str]) -> None:
    assert [reading.sounds for reading in spelt(text)[1]] == sounds


def test_every_place_of_a_doubtful_word_is_listed() -> None:
    found = list(doubtful(["Eyes can close.", "A tear, and a bow.", "Nothing here."]))
    assert found == [("close", "klˈOz", "Eyes can close."), ("tear", "tˈɪɹ", "A tear, and a bow."), ("bow", "", "A tear, and a bow.")]


def test_sounds_come_in_the_alphabet_of_the_voice() -> None:
    assert in_voice("lˈaɪtli tʃˈiːks ɹˈɪŋkəl ɐ lˈɪɾəl bˈoʊθ") == "lˈItli ʧˈiks ɹˈɪŋkᵊl ə lˈɪTᵊl bˈOθ"
    assert in_voice("ɐlˈoʊn ɚɹˈaʊnd kjˌʊɹɹɪˈɔsᵻɾi tˈaɪʔnd") == "əlˈOn əɹˈWnd kjˌʊɹiˈɑsəTi tˈItᵊnd"
