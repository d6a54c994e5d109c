"""Options: parsed from text, settled into one value each, described for forms."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.errors import DtxError, Unknown
from dtx.host.options import Option, json_schema, settle

MINUTES = Option("minutes", "whole", "How many minutes?", 3, 20, default=5)
CYCLES = Option("cycles", "whole", "How many breaths?", 1, 114, instead_of="minutes")
RAMP = Option("ramp", "yes_no", default=False)
LENGTH = Option("length", "choice", choices=(5, 10), default=5)
FORM = Option("form", "choice", choices=("full", "starter"), default="full")
EASIER = Option("easier", "several", choices=("bridge", "heel_slide"), default=())
SHARE = Option("share", "number", low=0.5, high=2, default=1.0)
WORD = Option("word", "text", default="easy")
ALL = {option.name: option for option in (MINUTES, CYCLES, RAMP, LENGTH, FORM, EASIER, SHARE, WORD)}


@pytest.mark.parametrize(
    ("option", "text", "value"),
    [
        (MINUTES, "3", 3),
        (MINUTES, " 20 ", 20),
        (RAMP, "yes", True),
        (RAMP, "No", False),
        (LENGTH, "10", 10),
        (FORM, "Starter", "starter"),
        (EASIER, "bridge, heel_slide,bridge", ("bridge", "heel_slide")),
        (EASIER, "", ()),
        (SHARE, "1.25", 1.25),
        (WORD, "soft\x07 \u202eand slow", "soft and slow"),
    ],
)
def test_text_becomes_a_value(option: Option, text: str, value: object) -> None:
    parsed = option.parse(text)
    assert parsed == value and type(parsed) is type(value)


@pytest.mark.parametrize(
    ("option", "text", "said"),
    [
        (MINUTES, "99", "minutes is 99, but goes from 3 to 20. Give a whole number, such as minutes=5."),
        (MINUTES, "2.5", "minutes is 2.5, but goes from 3 to 20. Give a whole number, such as minutes=5."),
        (MINUTES, "five of them", "minutes is 'five of them', but goes from 3 to 20. Give a whole number, such as minutes=5."),
        (CYCLES, "0", "cycles is 0, but goes from 1 to 114. Give a whole number, such as cycles=1."),
        (MINUTES, "9" * 5000, None),
        (LENGTH, "7", "length is 7, but can be 5 or 10. Give a value, such as length=5."),
        (EASIER, "bridge,walk", "easier is walk, but takes any of bridge and heel_slide. Give a value, such as easier=bridge."),
        (RAMP, "maybe", "ramp is maybe, but can be yes or no. Give a value, such as ramp=no."),
        (SHARE, "nan", "share is nan, but goes from 0.5 to 2. Give a number, such as share=1."),
        (WORD, "x" * 201, "word is 201 characters long, but has to be text of at most 200 characters. Shorten it."),
    ],
)
def test_a_value_an_option_does_not_take_is_named_with_what_it_takes(option: Option, text: str, said: str | None) -> None:
    with pytest.raises(Unknown) as raised:
        option.parse(text)
    assert said is None or str(raised.value) == said
    assert raised.value.exit_code == 2


def test_defaults_fill_what_is_not_given_and_the_other_of_a_pair_is_none() -> None:
    assert settle({"minutes": MINUTES, "cycles": CYCLES, "ramp": RAMP}, {"ramp": "yes"}) == {"minutes": 5, "cycles": None, "ramp": True}


def test_cycles_stand_instead_of_minutes() -> None:
    pair = {"minutes": MINUTES, "cycles": CYCLES}
    assert settle(pair, {"cycles": "12"}) == {"minutes": None, "cycles": 12}
    assert settle(pair, {"minutes": "12"}) == {"minutes": 12, "cycles": None}


def test_two_options_that_exclude_each_other_are_not_taken_together() -> None:
    with pytest.raises(Unknown, match=r"cycles and minutes cannot both be given\. Give cycles or minutes\."):
        settle({"minutes": MINUTES, "cycles": CYCLES}, {"cycles": "12", "minutes": "5"})


def test_an_unknown_option_is_answered_with_the_one_that_was_meant() -> None:
    with pytest.raises(Unknown, match=r"There is no option 'minuets'\. Did you mean 'minutes'\?"):
        settle({"minutes": MINUTES}, {"minuets": "5"})
    with pytest.raises(Unknown, match=r"The options are minutes\."):
        settle({"minutes": MINUTES}, {"zzz": "5"})
    with pytest.raises(Unknown, match="This activity has none"):
        settle({}, {"minutes": "5"})


values = {
    "minutes": st.integers(3, 20),
    "ramp": st.booleans(),
    "length": st.sampled_from((5, 10)),
    "form": st.sampled_from(("full", "starter")),
    "easier": st.lists(st.sampled_from(("bridge", "heel_slide")), unique=True).map(tuple),
    "share": st.integers(50, 200).map(lambda hundredths: hundredths / 100),
}


@given(st.fixed_dictionaries({}, optional=values))
def test_what_was_settled_settles_again_to_the_same(given_values: dict[str, Any]) -> None:
    """So the options of a record, or of a plan, begin the same session again."""
    settled = settle(ALL, {name: ALL[name].written(value) for name, value in given_values.items()})
    assert settle(ALL, settled) == settled == settle(ALL, given_values)


@given(st.sampled_from(list(ALL.values())), st.text())
def test_any_text_is_taken_or_refused_with_a_sentence(option: Option, text: str) -> None:
    try:
        option.parse(text)
    except DtxError as problem:
        assert option.name in problem.problem and problem.remedy


def test_the_schema_says_what_a_form_needs() -> None:
    assert json_schema({"minutes": MINUTES, "cycles": CYCLES, "length": LENGTH, "easier": EASIER, "ramp": RAMP}) == {
        "type": "object",
        "properties": {
            "minutes": {"title": "How many minutes?", "type": "integer", "minimum": 3, "maximum": 20, "default": 5},
            "cycles": {"title": "How many breaths?", "type": "integer", "minimum": 1, "maximum": 114},
            "length": {"title": "length", "enum": [5, 10], "default": 5},
            "easier": {"title": "easier", "type": "array", "items": {"enum": ["bridge", "heel_slide"]}, "uniqueItems": True, "default": []},
            "ramp": {"title": "ramp", "type": "boolean", "default": False},
        },
        "additionalProperties": False,
        "allOf": [{"not": {"required": ["cycles", "minutes"]}}],
    }
