"""The names of the body's regions, as the contract lists them."""

import pytest

from dtx.care.regions import REGIONS, both_sides
from dtx.errors import Unknown

CONTRACT = """head face jaw neck throat shoulder_left shoulder_right arm_left arm_right hand_left
hand_right chest upper_back low_back belly pelvis hip_left hip_right thigh_left thigh_right knee_left knee_right calf_left calf_right
foot_left foot_right""".split()


def test_the_regions_are_those_of_the_contract() -> None:
    assert set(REGIONS) == set(CONTRACT)


def test_a_name_without_a_side_means_both() -> None:
    assert both_sides(["knee", "neck"]) == {"knee_left", "knee_right", "neck"}


def test_a_name_nobody_knows_is_answered_with_the_nearest() -> None:
    with pytest.raises(Unknown, match="Did you mean 'low_back'"):
        both_sides(["lowback"])
