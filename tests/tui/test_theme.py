"""Contrast by the numbers of WCAG, and which theme a person meets first."""

import pytest

from dtx.tui.theme import DARK, LIGHT, PLAIN, contrast, first_theme, other_theme


def test_contrast_by_known_pairs() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21.0)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


def test_no_color_leaves_colours_to_the_terminal_unless_a_theme_was_chosen() -> None:
    assert first_theme({}) == DARK
    assert first_theme({"NO_COLOR": "1"}) == PLAIN
    assert first_theme({"NO_COLOR": "1"}, LIGHT) == LIGHT
    assert first_theme({}, "nonsense") == DARK


def test_the_key_goes_back_and_forth() -> None:
    assert other_theme(DARK) == LIGHT
    assert other_theme(LIGHT) == DARK
    assert other_theme(PLAIN) == PLAIN
