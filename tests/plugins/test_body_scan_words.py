"""The words of the body scan keep to clinical 2.3 and 2.4. Those of the ten minutes are the specification's own, and held to its table."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from dtx.engine.activity import Activity
from tests.plugins.body_scans import FORMS, begins, said, sections, sentences, texts, the_scan, walked

OURS = ("5", "20", "45")
LONG = ("20", "45")
CHOICE = re.compile(r"\b(or|if|may|might|could|can)\b")

LEGS = ("toes", "foot", "sole", "ankle", "leg", "knee", "thigh", "hip")
TRUNK = ("pelvis", "back", "belly", "chest")
ARMS = ("hand", "arm", "shoulder")
HEAD = ("neck", "jaw", "face", "nose", "scalp")


@pytest.fixture(scope="module")
def scan() -> Activity:
    return the_scan()


def block(scan: Activity, minutes: str, parts: tuple[str, ...], side: str = "") -> str:
    """The words of the sections about these parts, of one side or of both."""
    found = sections(walked(scan, minutes))
    mine = [placed for region, placed in found.items() if region.startswith(side) and any(part in region for part in parts)]
    assert mine
    return " ".join(text for placed in mine for text in texts(placed))


@pytest.mark.parametrize(("minutes", "lines"), [("5", 12), ("10", 43), ("20", 44), ("45", 92)])
def test_each_form_has_its_number_of_lines(scan: Activity, minutes: str, lines: int) -> None:
    """At most 40 s from one to the next, so at least 68 in 45 minutes."""
    assert len(said(walked(scan, minutes))) == lines
    if minutes in LONG:
        assert lines >= int(minutes) * 60 / 40


@pytest.mark.parametrize("minutes", OURS)
def test_a_line_comes_every_20_to_40_seconds_and_has_at_most_20_words(scan: Activity, minutes: str) -> None:
    lines = said(walked(scan, minutes))
    starts = [*(start for _, start, _ in lines), float(minutes) * 60]
    assert starts[0] == 0
    assert all(20 <= later - sooner <= 40 for sooner, later in pairwise(starts))
    assert all(len(phase.text.split()) <= 20 for phase, _, _ in lines)


@pytest.mark.parametrize("minutes", FORMS)
def test_at_least_half_of_the_time_is_quiet(scan: Activity, minutes: str) -> None:
    """Every line is said in half a second a word, rounded up; the rest is quiet."""
    walk = walked(scan, minutes)
    assert all(end - start == (len(phase.text.split()) + 1) // 2 for phase, start, end in said(walk))
    quiet = sum(end - start for phase, start, end in walk.phases if phase.kind == "silence")
    assert quiet >= walk.total_s / 2


@pytest.mark.parametrize("minutes", FORMS)
def test_every_section_begins_with_a_line(scan: Activity, minutes: str) -> None:
    walk = walked(scan, minutes)
    assert set(begins(walk).values()) <= {start for _, start, _ in said(walk)}


@pytest.mark.parametrize("minutes", OURS)
def test_every_section_offers_a_choice(scan: Activity, minutes: str) -> None:
    for region, placed in sections(walked(scan, minutes)).items():
        assert CHOICE.search(" ".join(texts(placed)).casefold()), region


@pytest.mark.parametrize(
    ("minutes", "parts", "side"),
    [
        *((minutes, parts, "") for minutes in OURS for parts in (TRUNK, ARMS, HEAD)),
        ("5", LEGS, ""),
        *((minutes, LEGS, side) for minutes in LONG for side in ("left", "right")),
        *(("20", ("hand",), side) for side in ("left", "right")),
    ],
)
def test_nothing_at_all_is_an_answer_for_each_leg_trunk_arms_and_head(
    scan: Activity, minutes: str, parts: tuple[str, ...], side: str
) -> None:
    assert "or nothing at all" in block(scan, minutes, parts, side)


@pytest.mark.parametrize("minutes", FORMS)
def test_pain_has_its_three_options_at_the_pelvis_and_the_low_back(scan: Activity, minutes: str) -> None:
    words = block(scan, minutes, ("pelvis", "back"))
    assert "rest at its edge" in words
    assert "curiosity" in words
    assert re.search(r"\b(go|return|back|elsewhere)\b[^.]*\bbreath\b[^.]*\bsounds\b", words)


@pytest.mark.parametrize("minutes", FORMS)
def test_no_sentence_comes_more_than_twice_and_none_has_more_than_20_words(scan: Activity, minutes: str) -> None:
    spoken = Counter(sentence for text in texts(said(walked(scan, minutes))) for sentence in sentences(text))
    assert max(spoken.values()) <= 2
    assert max(len(sentence.split()) for sentence in spoken) <= 20


@pytest.mark.parametrize("minutes", LONG)
def test_left_and_right_leg_share_no_sentence_even_without_the_name_of_the_side(scan: Activity, minutes: str) -> None:
    left, right = (
        {re.sub(r"\b(left|right)\b", "", sentence.casefold()) for sentence in sentences(block(scan, minutes, LEGS, side))}
        for side in ("left", "right")
    )
    assert left.isdisjoint(right)


@pytest.mark.parametrize("minutes", FORMS)
def test_a_wandering_mind_is_named_as_usual(scan: Activity, minutes: str) -> None:
    assert "what minds do" in " ".join(texts(said(walked(scan, minutes))))


@pytest.mark.parametrize("minutes", OURS)
def test_eyes_may_stay_open_and_any_position_will_do(scan: Activity, minutes: str) -> None:
    words = " ".join(texts(sections(walked(scan, minutes))["arrive"])).casefold()
    assert re.search(r"eyes may[^.]*\bopen", words)
    assert re.search(r"\bsit(ting)?\b", words) and re.search(r"\b(lie|lying)\b", words) and re.search(r"\bstand(ing)?\b", words)
    assert re.search(r"\b(stop|mov(e|ing)|changing)\b", words)


@pytest.mark.parametrize("minutes", OURS)
def test_nothing_is_ordered_promised_or_judged(scan: Activity, minutes: str) -> None:
    """Clinical 0.4, 2.1 and 2.3."""
    words = " ".join(texts(said(walked(scan, minutes)))).casefold()
    found = re.findall(r"\b(must|should|relax\w*|reliev\w*|releas\w*|heal\w*|treat\w*|good|bad|fail\w*|into the pain|mbsr)\b", words)
    assert found == []


@pytest.mark.parametrize(("minutes", "region"), [("20", "chest"), ("45", "chest, ribs"), ("45", "pelvis, buttocks")])
def test_chest_and_pelvis_are_short_and_leave_a_way_out(scan: Activity, minutes: str, region: str) -> None:
    words = " ".join(texts(sections(walked(scan, minutes))[region]))
    assert len(words.split()) <= 50
    assert re.search(r"instead|you may skip it", words)


@pytest.mark.parametrize("minutes", FORMS)
def test_an_eleven_year_old_could_read_it(scan: Activity, minutes: str) -> None:
    """The grade of Kincaid and others 1975 (Flesch-Kincaid); grade 5 is read at the age of 10 or 11."""
    spoken = [sentence for text in texts(said(walked(scan, minutes))) for sentence in sentences(text)]
    words = [word for sentence in spoken for word in sentence.split()]
    grade = 0.39 * len(words) / len(spoken) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    assert grade <= 5


def syllables(word: str) -> int:
    letters = re.sub("[^a-z]", "", word.casefold())
    found = len(re.findall("[aeiouy]+", letters))
    silent = letters.endswith("e") and not letters.endswith(("le", "ee"))
    return max(1, found - silent)
