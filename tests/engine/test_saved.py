"""Saved names that are paths spell out a structure, and the structure gives every answer back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.engine.journal import Event
from dtx.engine.questions import Ask
from dtx.engine.record import fold
from dtx.engine.reel import NoStep, laid_out
from dtx.engine.saved import any_item, holds, leaves, looked_up, structured
from tests.engine.test_record import journal

ONE = st.one_of(st.none(), st.text(max_size=5), st.integers(-100, 100), st.booleans(), st.lists(st.text(max_size=3), max_size=3))
FIELD = st.sampled_from(["a", "b", "c", "a-b", "a_1"])
PLACE = st.one_of(st.just(""), st.integers(0, 3).map("[{}]".format))  # `[]` has a law of its own, below
NAMES = st.one_of(
    st.tuples(st.lists(st.tuples(FIELD, PLACE).map("".join), max_size=3), FIELD).map(lambda parts: ".".join((*parts[0], parts[1]))),
    st.sampled_from(["a..b", "a.", "a[0]", "a[]", "a[].b.c", "[0].a", "a[00].b", "a[100].b", ".", "x.*"]),
)
SPREAD = st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=4)
MARK = st.integers(0, 9).map(str)


@given(st.dictionaries(NAMES, ONE, max_size=8))
def test_the_structure_gives_every_answer_back(answers: dict[str, Any]) -> None:
    """Whatever the names are, also where one asks for a list where another has an object, and where names are no paths."""
    found = structured(answers.items())
    assert {name: looked_up(found, name) for name in answers} == answers


@given(names=SPREAD, marked=MARK, befores=st.dictionaries(st.integers(0, 6), st.integers(0, 100), max_size=4), first=st.booleans())
def test_a_list_that_is_spread_and_a_mark_come_back(names: list[str], marked: str, befores: dict[int, int], first: bool) -> None:
    each = [(f"feelings[{index}].before", before) for index, before in befores.items()]
    pairs = [("feelings[].name", names), ("feelings[].hot", marked)]
    found = structured([*each, *pairs] if first else [*pairs, *each])
    assert [looked_up(found, name) for name, _ in (*pairs, *each)] == [names, marked, *befores.values()]


def test_what_was_mentioned_first_comes_first() -> None:
    assert list(structured([("b.x", None), ("c[1].x", 1), ("a", 1), ("c[0].x", 1), ("b.y", 2)])) == ["b", "c", "a"]


def test_the_names_of_the_thought_record_give_the_fields_of_the_specification() -> None:
    """Clinical 4.1, field by field, with their JSON types."""
    assert structured(
        [
            ("situation", "at the table"),
            ("emotions[].name", ["afraid", "sad"]),
            ("emotions[0].before", 80),
            ("emotions[1].before", 40),
            ("body", ["tense muscles"]),
            ("pain_now", 6),
            ("thoughts[0].text", "a week in bed"),
            ("thoughts[0].belief_before", 90),
            ("thoughts[1].text", "they think I fake it"),
            ("thoughts[1].belief_before", 60),
            ("thoughts[2].text", None),
            ("thoughts[].hot", "1"),
            ("traps", ["fortune"]),
            ("balanced.text", "an hour goes well"),
            ("balanced.belief", 60),
            ("belief_after", 45),
            ("emotions[0].after", 55),
            ("emotions[1].after", None),
        ]
    ) == {
        "situation": "at the table",
        "emotions": [{"name": "afraid", "before": 80, "after": 55}, {"name": "sad", "before": 40, "after": None}],
        "body": ["tense muscles"],
        "pain_now": 6,
        "thoughts": [
            {"text": "a week in bed", "belief_before": 90, "hot": False},
            {"text": "they think I fake it", "belief_before": 60, "hot": True},
        ],
        "traps": ["fortune"],
        "balanced": {"text": "an hour goes well", "belief": 60},
        "belief_after": 45,
    }


def test_a_gap_in_a_list_is_an_empty_object() -> None:
    assert structured([("a[2].b", 1)]) == {"a": [{}, {}, {"b": 1}]}


def test_a_declined_answer_makes_no_item() -> None:
    assert structured([("thoughts[0].text", None), ("emotions[].name", None)]) == {"thoughts": None, "emotions": None}
    assert structured([("a[0].b", 1), ("a[0].c", None), ("a[1].b", None)]) == {"a": [{"b": 1, "c": None}]}
    assert structured([("emotions[].name", [])]) == {"emotions": []}


@pytest.mark.parametrize(("mark", "hot"), [("0", [True, False]), ("1", [False, True]), (True, [True, False]), (None, [False, False])])
def test_a_mark_is_true_for_one_item_at_most(mark: object, hot: list[bool]) -> None:
    found = structured([("t[0].text", "x"), ("t[1].text", "y"), ("t[].hot", mark)])
    assert [one["hot"] for one in found["t"]] == hot


@pytest.mark.parametrize("mark", ["0", True, None])
def test_an_only_item_needs_no_mark(mark: object) -> None:
    assert structured([("t[0].text", "x"), ("t[].hot", mark)]) == {"t": [{"text": "x", "hot": True}]}


def test_a_second_mark_is_no_answer() -> None:
    assert looked_up({"t": [{"hot": True}, {"hot": True}]}, "t[].hot") == ("0", "1")
    assert looked_up({"t": [{"hot": False}, {}]}, "t[].hot") is None


def test_where_two_kinds_meet_the_path_is_kept_beside_under_its_whole_name() -> None:
    assert structured([("a", 1), ("a.b", 2)]) == {"a": 1, "a.b": 2}
    assert structured([("a.b", 2), ("a", 1)]) == {"a.b": 2, "a": 1}
    assert structured([("a.b", 1), ("a[0].c", 2)]) == {"a": {"b": 1}, "a[0].c": 2}
    assert structured([("a[0].b.c", 1), ("a[].b", ["x"])]) == {"a": [{"b": {"c": 1}}], "a[].b": ["x"]}
    assert structured([("a[].b", 3), ("c[].d", "no position")]) == {"a[].b": 3, "c[].d": "no position"}


def test_a_whole_name_comes_before_a_structure() -> None:
    assert looked_up({"a.b": 1, "a": {"b": 2}}, "a.b") == 1
    assert looked_up({"a": "words"}, "a.b") is None
    assert looked_up({"a": ["words"]}, "a[].b") is None


def test_an_index_can_be_taken_out_of_a_name() -> None:
    assert any_item("emotions[12].before") == any_item("emotions[].before") == "emotions[].before"
    assert holds({"a": {}}, "a.b") and holds({"a": []}, "a[0].b")
    assert not holds({"a": 1}, "a.b") and not holds({"a": []}, "a")


@given(st.dictionaries(NAMES, st.integers(), max_size=8))
def test_every_answer_is_a_leaf_under_its_own_name(answers: dict[str, int]) -> None:
    found = {name: value for name, value in leaves(structured(answers.items())) if value != {}}
    assert found == answers


def test_leaves_of_a_list_of_words_is_the_list() -> None:
    assert list(leaves({"body": ["a", "b"], "t": [{"x": 1}, {}], "o": {}})) == [
        ("body", ["a", "b"]),
        ("t[0].x", 1),
        ("t[1]", {}),
        ("o", {}),
    ]


def answered(step: str, value: object) -> tuple[str, float, str, object]:
    return ("answered", 0.0, step, {"value": value, "declined": None, "saved": True})


def test_the_record_has_the_structure_and_forgets_by_name_what_was_gone_back_over() -> None:
    undone = ("back", 0.0, "x", {"step": 0, "phase": 0, "phases_done": 0, "undone": ["emotions[1].before", "thoughts[0].text"]})
    events: list[Event] = journal(
        answered("emotions[].name", ["afraid", "sad"]),
        answered("emotions[0].before", 80),
        answered("emotions[1].before", 40),
        answered("thoughts[0].text", "no"),
        undone,
        answered("emotions[1].before", 45),
    )
    assert fold("s", events).saved == {"emotions": [{"name": "afraid", "before": 80}, {"name": "sad", "before": 45}]}


@pytest.mark.parametrize("name", ["situation", "balanced.text", "emotions[].name", "emotions[0].before", "thoughts[12].text", "old..name"])
def test_a_script_may_save_under_a_path(name: str) -> None:
    assert laid_out(Ask("?", name), guest=True).step.save == name  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["", "[0].a", "a[x].b", "a[100].b", "a b", "a[0", "before[0].pain", "note[].x", "felt_worse.what"])
def test_a_script_may_not_save_under_the_hosts_names_or_what_is_no_name(name: str) -> None:
    with pytest.raises(NoStep):
        laid_out(Ask("?", name), guest=True)
