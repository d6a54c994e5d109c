"""The events in JSON Lines: every one that the store holds, as it holds it, and of values only those that may leave."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dtx.engine.journal import Event
from dtx.records.store import Store
from dtx.sharing.journal import Journal

AT = "2026-05-01T09:30:00.000+01:00"
NUMBERS = count()

KINDS = ("opened", "gate", "rated", "phase", "answered", "felt_worse", "note", "stopped", "a kind of a newer dtx")
STEPS = ("stop_reason", "felt_worse", "felt_worse.text", "gate.heart", "gate.heart.agreed", "situation", None)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
seconds = st.one_of(st.just(0.1 + 0.2), st.floats(0, 1e17), st.floats(0, 1e5).map(lambda t: round(t, 3)))
events = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(KINDS), words),
        st.one_of(st.sampled_from(STEPS), words),
        st.one_of(st.none(), words),
        seconds,
        st.one_of(st.none(), st.integers(), st.dictionaries(words, st.text(max_size=5), max_size=2)),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("journal") / "dtx.db") as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        yield store


def kept(store: Store, found: list[tuple[Any, ...]]) -> str:
    session_id = f"s{next(NUMBERS)}"
    store.append(session_id, [Event(seq, AT, t, kind, step, mark, value) for seq, (kind, step, mark, t, value) in enumerate(found, 1)])
    return session_id


@given(events)
@example([('a "kind"', "back\\slash", "\x00\x1f", 1e16, {"é": "\ud800"}), ("note", "note", None, 12.000345678901234, "]}, {")])
def test_each_event_is_there_in_its_order_just_as_it_was_written_down(store: Store, found: list[tuple[Any, ...]]) -> None:
    session_id = kept(store, found)
    events = json.loads(Journal(store, [session_id], frozenset({"notes", "thoughts"}))(session_id))
    for seq, (event, (kind, step, mark, t, value)) in enumerate(zip(events, found, strict=True), 1):
        told = {"step": step, "fingerprint": mark, "value": value} if "value" in event else {"step": None, "fingerprint": None}
        assert event == {"seq": seq, "at": AT, "t": t, "kind": kind} | told


LEAVES = {
    ("rated", "before.pain"): "",
    ("phase", None): "",
    ("stopped", None): "",
    ("answered", "stop_reason"): "",
    ("felt_worse", None): "",
    ("felt_worse", "felt_worse.severity"): "",
    ("felt_worse", "felt_worse.text"): "notes",
    ("note", "note"): "notes",
    ("gate", "gate.heart.agreed"): "notes",
    ("answered", "situation"): "thoughts",
    ("gate", "gate.heart"): "nothing",
    ("gate", None): "nothing",
    ("opened", None): "nothing",
    ("a kind of a newer dtx", "note"): "nothing",
}
"""What has to be included so that such a value leaves."""


@pytest.mark.parametrize("include", [(), ("notes",), ("thoughts",), ("diary",), ("notes", "thoughts", "diary")])
def test_what_an_event_holds_leaves_only_where_the_person_included_it(store: Store, include: tuple[str, ...]) -> None:
    session_id = kept(store, [(kind, step, "f00d", 1.0, "a word") for kind, step in LEAVES])
    told = json.loads(Journal(store, [session_id], frozenset(include))(session_id))
    assert ["value" in event for event in told] == [part in ("", *include) for part in LEAVES.values()]


def test_neither_the_step_nor_the_fingerprint_tells_what_stays(store: Store) -> None:
    """`gate.heart.agreed` says which health question stands at yes, and a fingerprint confirms a guess at words that are repeated."""
    lived = [("gate", "gate.heart.agreed", None, 0.0, "Dr X"), ("answered", "emotion.afraid", "f00d", 0.0, 70)]
    session_id = kept(store, [*lived, ("phase", "say.3", "beef", 9.0, {"kind": "say"})])
    gate, answer, line = json.loads(Journal(store, [session_id], frozenset())(session_id))
    for event in gate, answer:
        assert (event["step"], event["fingerprint"], "value" in event) == (None, None, False)
    assert (line["step"], line["fingerprint"]) == ("say.3", None)
    *_, line = json.loads(Journal(store, [session_id], frozenset({"thoughts"}))(session_id))
    assert line["fingerprint"] == "beef"


def test_sessions_are_asked_for_in_any_order_and_one_that_is_gone_has_no_events(store: Store) -> None:
    ids = [kept(store, [("phase", str(number), None, 0.0, number)]) for number in range(3)]
    journal = Journal(store, [*ids, "gone"], frozenset())
    for session_id, number in (ids[2], 2), (ids[0], 0), (ids[1], 1):
        assert [event["value"] for event in json.loads(journal(session_id))] == [number]
    assert journal("gone") == "[]"
