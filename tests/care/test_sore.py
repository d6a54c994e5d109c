"""The sore-today swap of clinical 2.4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.adapted import adapted
from dtx.care.sore import OFFERS, SHORT_OFFER, softened
from dtx.engine.activity import Script
from dtx.engine.phase import Line, say_seconds
from dtx.engine.questions import Ask
from dtx.engine.steps import Section, Step

BELLY = Section("belly", 35, (Line(0, "Let attention drift round to the belly."), Line(10, "No forcing, no fixing.")), ("belly",))


def test_a_section_under_forty_seconds_gets_the_one_line_offer() -> None:
    texts = [line.text for line in softened(BELLY).placed()]
    assert texts == ["Let attention drift round to the belly.", SHORT_OFFER]


def test_a_section_of_forty_seconds_gets_all_three_offers() -> None:
    longer = Section("belly", 40, BELLY.lines, ("belly",))
    assert [line.text for line in softened(longer).placed()][1:] == list(OFFERS)


@given(seconds=st.integers(8, 120), words=st.integers(1, 20))
def test_the_swap_never_changes_the_length_and_leaves_a_second_after_every_line(seconds: int, words: int) -> None:
    section = Section("here", seconds, (Line(0, " ".join(["word"] * words)),), ("belly",))
    swapped = softened(section)
    assert sum(phase.seconds for phase in swapped.phases()) == seconds
    if swapped != section:
        lines = swapped.placed()
        ends = [*(line.at_s for line in lines[1:]), float(seconds)]
        quiet = [end - line.at_s - say_seconds(line.text) for line, end in zip(lines, ends, strict=True)]
        assert min(quiet) >= 1
        assert len(set(quiet[:-1])) <= 1  # equal, and what is left over goes to the last
        assert 0 <= quiet[-1] - quiet[0] < len(lines)


def test_the_pauses_of_a_sore_belly_of_thirty_five_seconds() -> None:
    """7 words take 4 s and 17 words 9 s; of the 22 s of quiet each pause has 11."""
    assert [phase.seconds for phase in softened(BELLY).phases()] == [4, 11, 9, 11]


def test_a_section_too_short_for_any_offer_stays_as_it_is() -> None:
    short = Section("belly", 14, BELLY.lines, ("belly",))
    assert softened(short) == short


def test_the_first_line_keeps_its_recording() -> None:
    section = Section("feet", 60, (Line(0, "The feet.", "feet.ogg"), Line(30, "Or not.", "not.ogg")))
    assert [line.recording for line in softened(section).placed()] == ["feet.ogg", None, None, None]


def test_softened_twice_is_softened_once() -> None:
    assert softened(softened(BELLY)) == softened(BELLY)


def test_only_sections_about_a_sore_region_change_and_answers_still_reach_the_script() -> None:
    heard: list[object] = []

    def script() -> Script:
        yield BELLY
        heard.append((yield Ask("What?")))

    def steps(sore: frozenset[str]) -> list[Step]:
        walk = adapted(script(), sore)
        given = [next(walk), walk.send(None)]
        with pytest.raises(StopIteration):
            walk.send("warm")
        return given

    assert steps(frozenset({"knee_left"})) == [BELLY, Ask("What?")]
    assert steps(frozenset({"belly"})) == [softened(BELLY), Ask("What?")]
    assert heard == ["warm", "warm"]
