"""The estimate behind suggestions: as good as PyMC's, kinder to simulated people than luck, and slow to call anything best."""

import json
from math import inf
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.changes import Changes
from dtx.care.estimate import NONE, Sums, chances, guesses
from dtx.care.insight import LIKELY, Practised, best
from tests.care.patients import NAMES, as_suggested, at_random, followed, greedy

CASES = json.loads(Path(__file__).with_name("pymc.json").read_text(encoding="utf-8"))["cases"]

pains = st.integers(0, 10)
notes = st.lists(st.tuples(st.sampled_from("abcd"), pains, pains), max_size=30)


def summed(sessions: list[Any]) -> dict[str, Sums]:
    found: dict[str, Sums] = {}
    for activity, before, change in sessions:
        found[str(activity)] = found.get(str(activity), NONE).then(before, change)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"seed {case['seed']}")
def test_it_is_within_a_tenth_of_a_point_of_pymc(case: dict[str, Any]) -> None:
    """`benchmarks/oracle.py` wrote down what PyMC makes of the same sessions with the same model."""
    found = guesses(summed(case["sessions"]))
    for number, (expected, sd) in enumerate(zip(case["means"], case["sds"], strict=True)):
        assert abs(found[str(number)].mean - expected) <= 0.1
        assert 0.9 <= found[str(number)].sd / sd <= 1.1


def test_following_suggestions_costs_simulated_people_little() -> None:
    people, sessions = range(40), 120
    random, ours = (mean(followed(policy, seed, sessions)[0] for seed in people) for policy in (at_random, as_suggested))
    assert ours <= 0.4 * random


@pytest.mark.slow
def test_following_suggestions_costs_less_than_following_luck() -> None:
    """Regret after 120 sessions, 400 people: at most 0.4 of choosing at random and 0.95 of the lowest mean so far."""
    people, sessions = range(400), 120
    random, luck, ours = (mean(followed(policy, seed, sessions)[0] for seed in people) for policy in (at_random, greedy, as_suggested))
    assert ours <= 0.4 * random and ours <= 0.95 * luck


def named(seed: int, sessions: int, differ: float) -> str | None:
    """What would be called best of the notes of somebody who practises at random."""
    _, sums = followed(at_random, seed, sessions, differ=differ)
    practised = [Practised(name, name, one.n, one.n, changes_of(one), one) for name, one in sums.items()]
    return best(practised, None, chances(guesses({name: one for name, one in sums.items() if one.n})))


def changes_of(sums: Sums) -> Changes:
    """Changes with these sums; their order is not known, so each counts by itself."""
    lagged = round((sums.change**2 - sums.change_squares) / max(1, sums.n))
    return Changes(sums.n, sums.change, sums.change_squares, lagged, 0, 0, -10, 10)


@pytest.mark.parametrize("sessions", [24, 64, 120])
def test_nothing_is_called_best_where_nothing_differs(sessions: int) -> None:
    people = 60
    assert sum(named(seed, sessions, 0.0) is not None for seed in range(people)) <= 0.05 * people


@pytest.mark.slow
@pytest.mark.parametrize("sessions", [24, 64, 120, 400])
def test_nothing_is_called_best_where_nothing_differs_in_many_people(sessions: int) -> None:
    people = 1000
    assert sum(named(seed, sessions, 0.0) is not None for seed in range(people)) <= 0.05 * people


def test_what_is_much_lower_is_found_out_in_the_end() -> None:
    """The rule can say something: with large differences and many sessions it does, and it is right."""
    found = [(named(seed, 400, 2.5), min(NAMES, key=lambda name: truth(seed)[name])) for seed in range(12)]
    said = [(name, right) for name, right in found if name is not None]
    assert len(said) >= 4 and all(name == right for name, right in said)


def truth(seed: int) -> dict[str, float]:
    import random

    chance = random.Random(seed)
    return {name: chance.gauss(-0.5, 2.5) for name in NAMES}


def test_one_lucky_evening_does_not_decide() -> None:
    lucky, steady = NONE.then(6, -5), NONE
    for change in (-4, 0) * 6:
        steady = steady.then(6, change)
    found = guesses({"lucky": lucky, "steady": steady})
    assert -3.2 < found["lucky"].mean < -1 and found["lucky"].sd > 2 * found["steady"].sd


def test_the_pain_before_is_taken_out() -> None:
    """The same activity, used only on hard days, is not better for it: high pain falls by itself."""
    hard, mild = NONE, NONE
    for _ in range(20):
        for before, change in ((9, -2), (8, -1), (9, -1)):
            hard = hard.then(before, change)
        for before, change in ((3, 0), (2, 1), (3, 1)):
            mild = mild.then(before, change)
    found = guesses({"hard": hard, "mild": mild})
    raw = hard.change / hard.n - mild.change / mild.n
    assert raw < -1.9 and found["hard"].mean - found["mild"].mean > raw / 2


def test_what_was_never_tried_is_like_the_others_and_less_sure() -> None:
    sums = {"a": NONE, "b": NONE}
    for _ in range(10):
        sums["a"] = sums["a"].then(6, -2)
    found = guesses(sums)
    assert found["b"].tried == 0 and found["b"].sd > found["a"].sd and found["b"].mean < 0
    assert guesses({"a": NONE})["a"].mean == pytest.approx(0)
    assert guesses({}) == {}


@given(notes)
def test_any_notes_give_numbers_and_chances_that_add_up(sessions: list[tuple[str, int, int]]) -> None:
    found = guesses(summed([(name, before, after - before) for name, before, after in sessions]) | {"never": NONE})
    assert all(abs(guess.mean) < 12 and 0 < guess.sd < inf for guess in found.values())
    chance = chances(found)
    assert sum(chance.values()) == pytest.approx(1) and all(0 <= one <= 1 for one in chance.values())


def test_equal_notes_are_equally_likely_best() -> None:
    one = NONE.then(5, -1).then(6, -1)
    chance = chances(guesses({"a": one, "b": one, "c": one, "d": one}))
    assert all(value == pytest.approx(0.25, abs=1e-6) for value in chance.values()) and max(chance.values()) < LIKELY
