"""What a named condition adds."""

from itertools import chain

from dtx.care import conditions
from dtx.care.gate import COLUMNS
from dtx.care.profile import CONDITIONS


def test_the_conditions_are_those_a_profile_can_name() -> None:
    assert tuple(conditions.BY_ID) == CONDITIONS


def test_each_has_cautions_for_columns_of_the_gate_and_two_starts() -> None:
    for condition in conditions.CONDITIONS:
        assert condition.cautions.keys() <= set(COLUMNS)
        assert len(condition.first) == 2


def test_cautions_are_those_of_the_activitys_columns_only() -> None:
    assert list(conditions.cautions(["migraine"], {"scan"})) == []
    (said,) = conditions.cautions(["migraine", "cancer"], {"holds"})
    assert "care team" in said


def test_what_is_suggested_first_names_each_activity_once() -> None:
    starts = [start.activity for start in conditions.first(CONDITIONS)]
    assert len(starts) == len(set(starts))
    assert conditions.first([]) == ()


def test_no_condition_promises_anything() -> None:
    for words in chain.from_iterable(condition.cautions.values() for condition in conditions.CONDITIONS):
        assert not any(claim in words.casefold() for claim in ("reliev", "treat ", "cure", "heal", "reduce"))
