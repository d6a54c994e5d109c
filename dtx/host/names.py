"""Names a plugin may use for flags and for parts of the body, as the contract lists them."""

from collections.abc import Iterable

FLAG_NAMES = "new_pain red_flag under_18 limited heart lung epilepsy pregnancy surgery numb cancer falls trauma eating self_harm drowsy"
FLAGS = tuple(FLAG_NAMES.split())

REGION_NAMES = """
    head face jaw neck throat shoulder_left shoulder_right arm_left arm_right hand_left hand_right chest upper_back low_back belly pelvis
    hip_left hip_right thigh_left thigh_right knee_left knee_right calf_left calf_right foot_left foot_right
"""
REGIONS = tuple(REGION_NAMES.split())
SIDED = tuple(dict.fromkeys(name.removesuffix("_left") for name in REGIONS if name.endswith("_left")))


def both_sides(names: Iterable[str]) -> tuple[str, ...]:
    """Regions with every name that has no side written out as left and right."""
    return tuple(one for name in names for one in ((f"{name}_left", f"{name}_right") if name in SIDED else (name,)))
