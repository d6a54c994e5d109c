"""Options under a plan: never wider than the practice, and no way round through an option that stands in place of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtx.care.plan import Bound
from dtx.errors import Unknown
from dtx.host.bounds import Misfit, narrowed, wider, within
from dtx.host.options import Option, settle

MINUTES = Option("minutes", "whole", low=3, high=20, default=5)
CYCLES = Option("cycles", "whole", low=1, high=200, instead_of="minutes")
RAMP = Option("ramp", "yes_no", default=False)
FORM = Option("form", "choice", choices=("standard", "gentle", "release_only"), default="standard")
SIZE = Option("size", "choice", choices=(5, 10, 20, 45), default=20)
HARDER = Option("harder", "several", choices=("bridge", "rolls"), default=())
BREATHING = {one.name: one for one in (MINUTES, CYCLES, RAMP)}


def test_a_range_becomes_tighter_and_the_usual_value_comes_inside() -> None:
    assert within(MINUTES, Bound(high=4)) == Option("minutes", "whole", low=3, high=4, default=4)
    assert within(MINUTES, Bound(low=8)) == Option("minutes", "whole", low=8, high=20, default=8)
    assert within(MINUTES, Bound(1, 99)) == MINUTES
    with pytest.raises(Misfit, match="Your plan holds minutes to at most 2, but it goes from 3 to 20"):
        within(MINUTES, Bound(high=2))


def test_choices_become_fewer() -> None:
    assert within(SIZE, Bound(5, 10)) == Option("size", "choice", choices=(5, 10), default=10)
    assert within(FORM, Bound(choices=("Gentle", "release_only"))).choices == ("gentle", "release_only")
    assert within(FORM, Bound(choices=("gentle",))).default == "gentle"
    assert within(HARDER, Bound(choices=())).choices == ()
    assert within(RAMP, Bound(choices=("yes",))).default is True
    for option, bound in ((FORM, Bound(choices=("strong",))), (FORM, Bound(high=3)), (SIZE, Bound(high=4)), (RAMP, Bound(choices=()))):
        with pytest.raises(Misfit):
            within(option, bound)


def test_a_yes_or_no_that_was_decided_takes_no_other() -> None:
    only = within(RAMP, Bound(choices=("no",)))
    assert (only.parse("no"), only.default, only.takes()) == (False, False, "can be no")
    with pytest.raises(Unknown, match="ramp is yes, but can be no"):
        only.parse("yes")


def test_an_option_in_place_of_a_limited_one_is_closed() -> None:
    """Two hundred slow breaths would be twenty minutes, too."""
    plan = narrowed(BREATHING, {"minutes": Bound(high=10)}, {})
    assert plan.settle({}) == {"minutes": 5, "cycles": None, "ramp": False}
    with pytest.raises(Unknown, match="Your plan leaves no choice of cycles"):
        plan.settle({"cycles": "200"})
    with pytest.raises(Unknown, match="minutes is 12, but goes from 3 to 10"):
        plan.settle({"minutes": "12"})
    both = narrowed(BREATHING, {"minutes": Bound(high=10), "cycles": Bound(high=30)}, {})
    assert both.settle({"cycles": "30"}) == {"minutes": None, "cycles": 30, "ramp": False}


def test_what_the_plan_asks_for_is_what_comes_and_may_be_changed_within_the_limits() -> None:
    plan = narrowed(BREATHING, {"minutes": Bound(3, 10)}, {"minutes": "8", "ramp": "yes"})
    assert plan.settle({}) == {"minutes": 8, "cycles": None, "ramp": True}
    assert plan.settle({"minutes": "3", "ramp": "no"}) == {"minutes": 3, "cycles": None, "ramp": False}
    plan = narrowed(BREATHING, {}, {"cycles": "30"})
    assert plan.settle({}) == {"minutes": None, "cycles": 30, "ramp": False}
    assert plan.settle({"minutes": "4"}) == {"minutes": 4, "cycles": None, "ramp": False}
    assert plan.settle({"cycles": "9"}) == {"minutes": None, "cycles": 9, "ramp": False}


@pytest.mark.parametrize(
    ("bounds", "asked", "sentence"),
    [
        ({"speed": Bound(high=3)}, {}, "Your plan limits speed, and this practice has no such option."),
        ({}, {"speed": "3"}, "Your plan asks for speed=3, and this practice has no such option there."),
        ({"minutes": Bound(high=4)}, {"minutes": "5"}, "Your plan asks for minutes=5. minutes is 5, but goes from 3 to 4."),
        ({"minutes": Bound(high=4)}, {"cycles": "5"}, "Your plan asks for cycles=5, and this practice has no such option there."),
    ],
)
def test_a_plan_that_does_not_fit_says_so(bounds: dict[str, Bound], asked: dict[str, str], sentence: str) -> None:
    with pytest.raises(Misfit) as raised:
        narrowed(BREATHING, bounds, asked)
    assert raised.value.problem == sentence


def test_without_a_plan_everything_is_as_it_was() -> None:
    for given_ in ({}, {"minutes": "7"}, {"cycles": "30", "ramp": "yes"}):
        assert narrowed(BREATHING, {}, {}).settle(given_) == settle(BREATHING, given_)


def test_a_limit_that_is_wider_than_the_practice_is_told_to_the_therapist() -> None:
    assert wider(MINUTES, Bound(3, 20)) is None
    assert wider(MINUTES, Bound(high=30)) == "ends at 30, and the practice at 20"
    assert wider(MINUTES, Bound(low=1)) == "begins at 1, and the practice at 3"
    assert wider(FORM, Bound(choices=("gentle", "strong"))) == "has strong, which the practice does not know"


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_whatever_is_given_the_limit_and_the_practice_both_hold(low: int, high: int, given_: int) -> None:
    try:
        values = narrowed(BREATHING, {"minutes": Bound(low, high)}, {}).settle({"minutes": str(given_)})
    except Unknown:
        assert not max(low, 3) <= given_ <= min(high, 20)
    else:
        assert max(low, 3) <= values["minutes"] <= min(high, 20) and values["cycles"] is None
