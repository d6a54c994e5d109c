"""The picture of pain before and after: the right places, nothing by colour alone, and nothing drawn for what is missing."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from dtx.sharing.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Pair, svg, ticks

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 11)
NS = "{http://www.w3.org/2000/svg}"


def drawn(*pairs: Pair) -> ElementTree.Element:
    return ElementTree.fromstring(svg(pairs, FIRST, LAST))


def marks(picture: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    """Without the legend, which stands above the scale."""
    name = "cy" if tag == "circle" else "y"
    return [one for one in picture.iter(f"{NS}{tag}") if float(one.get(name, "0")) >= TOP - 5]


def test_a_disc_stands_where_it_was_before_and_a_square_where_after_with_a_line_between() -> None:
    middle = (FIRST.toordinal() + LAST.toordinal() + 1) / 2
    picture = drawn(Pair(middle, 10, 0))
    (disc,), (square,) = marks(picture, "circle"), marks(picture, "rect")
    assert float(disc.attrib["cx"]) == pytest.approx((LEFT + WIDTH - RIGHT) / 2, abs=0.1)
    assert float(disc.attrib["cy"]) == TOP
    assert float(square.attrib["y"]) + 4 == HEIGHT - BOTTOM
    assert (disc.attrib["fill"], square.attrib["fill"]) == ("#111111", "#ffffff")
    assert any(f"V{HEIGHT - BOTTOM:.1f}" in one.attrib["d"] for one in picture.iter(f"{NS}path"))


def test_what_is_missing_is_a_stroke_below_and_no_mark_at_zero() -> None:
    half, none = drawn(Pair(FIRST.toordinal(), 5, None)), drawn(Pair(FIRST.toordinal(), None, None))
    assert (len(marks(half, "circle")), len(marks(half, "rect"))) == (1, 0)
    assert (len(marks(none, "circle")), len(marks(none, "rect"))) == (0, 0)
    strokes = [len(re.findall("v8", svg([pair], FIRST, LAST))) for pair in (Pair(1, 5, 5), Pair(1, 5, None), Pair(1, None, None))]
    assert strokes == [1, 2, 2], "the first is the legend's"


def test_there_is_no_colour_in_it() -> None:
    for shade in re.findall(r"#([0-9a-f]{6})", svg([Pair(FIRST.toordinal(), 3, 2)], FIRST, LAST)):
        assert shade[:2] == shade[2:4] == shade[4:]


@pytest.mark.parametrize(("days", "most"), [(0, 1), (6, 1), (27, 4), (365, 7), (3650, 7)])
def test_days_on_the_line_begin_weeks_and_do_not_run_into_each_other(days: int, most: int) -> None:
    last = date.fromordinal(FIRST.toordinal() + days)
    found = ticks(FIRST, last)
    assert found[0] == FIRST and len(found) <= most and {day.weekday() for day in found} == {0}
