"""The items, word for word, and on what terms (clinical 7.2)."""

import pytest

from dtx.care.measures.licence import Licence, check
from dtx.care.measures.measure import load, shown
from dtx.engine.questions import Choose, Rate
from dtx.errors import DtxError

PEG = (
    ("What number best describes your pain on average in the past week?", "no pain", "pain as bad as you can imagine"),
    (
        "What number best describes how, during the past week, pain has interfered with your enjoyment of life?",
        "does not interfere",
        "completely interferes",
    ),
    (
        "What number best describes how, during the past week, pain has interfered with your general activity?",
        "does not interfere",
        "completely interferes",
    ),
)
PHQ4 = (
    "Feeling nervous, anxious or on edge",
    "Not being able to stop or control worrying",
    "Little interest or pleasure in doing things",
    "Feeling down, depressed, or hopeless",
)


def test_the_peg_is_word_for_word_that_of_krebs_2009() -> None:
    items = load("peg").items
    assert all(isinstance(item, Rate) and (item.low, item.high) == (0, 10) for item in items)
    assert tuple((item.text, item.low_label, item.high_label) for item in items if isinstance(item, Rate)) == PEG


def test_the_phq4_is_word_for_word_and_starts_with_the_anxious_pair() -> None:
    measure = load("phq4")
    assert tuple(item.text for item in measure.items) == PHQ4
    assert measure.recall == "the past 2 weeks"
    for item in measure.items:
        assert isinstance(item, Choose)
        assert (item.options, item.values) == (("not at all", "several days", "more than half the days", "nearly every day"), tuple("0123"))


def test_the_impression_of_change_has_seven_answers() -> None:
    (item,) = load("pgic").items
    assert isinstance(item, Choose)
    assert item.text == "Since starting, my overall status is:"
    assert item.options[0::3] == ("very much improved", "no change", "very much worse")
    assert item.values == tuple("1234567")


@pytest.mark.parametrize("name", ["peg", "phq4", "pgic"])
def test_each_measure_says_where_it_is_from_and_on_what_terms(name: str) -> None:
    measure = load(name)
    assert measure.id == name
    assert all((measure.title, measure.version, measure.source, measure.licence, measure.checked))
    assert [item.save for item in measure.items] == [f"{name}.{(item.save or '').partition('.')[2]}" for item in measure.items]
    assert "http" not in f"{measure.source}{measure.licence}"


@pytest.mark.parametrize(
    "declared",
    [
        None,
        {},
        {"holder": "A. Author", "terms_url": "https://example.org/terms"},
        {"holder": "A. Author", "terms_url": "https://example.org/terms", "proof_on_file": "no"},
        {"holder": " ", "terms_url": "https://example.org/terms", "proof_on_file": True},
    ],
)
def test_items_of_an_instrument_without_a_declared_licence_are_refused(declared: dict[str, object] | None) -> None:
    with pytest.raises(DtxError, match="instrument_licence"):
        check("PSEQ", declared)


@pytest.mark.parametrize("proof", [True, "yes", "true"])
def test_with_holder_terms_and_proof_they_may_be_shown(proof: object) -> None:
    declared = {"holder": "A. Author", "terms_url": "https://example.org/terms", "proof_on_file": proof}
    check("PSEQ", declared)
    assert Licence.of(declared).items_allowed


@pytest.mark.parametrize(
    ("value", "text"), [(14 / 3, "4.7"), (4.65, "4.7"), (7.0, "7.0"), (-7 / 3, "-2.3"), (0.25, "0.3"), (-0.25, "-0.3")]
)
def test_numbers_are_rounded_half_up_for_display_only(value: float, text: str) -> None:
    assert shown(value) == text


def test_two_places_where_they_are_asked_for() -> None:
    assert shown(14 / 3, 2) == "4.67"
