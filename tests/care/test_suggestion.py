"""Suggestions: what was never tried first, then what may go with less pain, each with its reason and without a promise."""

import re

from dtx.care.estimate import NONE, Sums
from dtx.care.suggestion import MOST, UNTRIED, suggested

OPEN = ("a", "b", "c", "d", "e")


def sums(*changes: int) -> Sums:
    found = NONE
    for change in changes:
        found = found.then(6, change)
    return found


def order(notes: dict[str, Sums]) -> list[str]:
    return [one.activity_id for one in suggested(OPEN, notes)]


def test_what_was_never_tried_comes_first_in_the_order_of_the_list() -> None:
    assert order({"a": sums(-5, -5, -5)}) == ["b", "c", "d"]
    assert [one.reason for one in suggested(OPEN, {})] == [UNTRIED] * MOST


def test_then_what_is_hoped_for_most() -> None:
    notes = {"a": sums(*[0] * 12), "b": sums(*[-3] * 12), "c": sums(*[1] * 12), "d": sums(*[-1] * 12), "e": sums(*[2] * 12)}
    assert order(notes) == ["b", "d", "a"]


def test_what_is_little_known_gets_a_fair_try() -> None:
    notes = {name: sums(*[0] * 30) for name in "abcd"} | {"e": sums(0)}
    assert order(notes)[0] == "e"
    assert suggested(OPEN, notes)[0].reason == "You tried it 1 time only, so little is known. It may deserve another try."


def test_only_what_is_open_is_suggested() -> None:
    assert [one.activity_id for one in suggested(("b",), {"a": sums(-5)})] == ["b"] and suggested((), {}) == []


def test_no_reason_promises_or_orders() -> None:
    for notes in ({}, {"a": sums(-2)}, {name: sums(*[-2] * 9) for name in OPEN}, {name: sums(*[1] * 9) for name in OPEN}):
        for one in suggested(OPEN, notes):
            assert not re.search(r"\b(help(s|ed)?|works?|best|should|must|will|better)\b", one.reason)
            assert all(len(sentence.split()) <= 20 for sentence in one.reason.split(". "))
