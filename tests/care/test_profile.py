"""What the person says of themselves, one `KEY=VALUE` at a time."""

import pytest

from dtx.care.flags import FLAGS
from dtx.care.profile import Profile, read_setting
from dtx.errors import Unknown

CONTRACT = (
    "new_pain red_flag under_18 limited heart lung epilepsy pregnancy surgery numb cancer falls trauma eating self_harm drowsy"
).split()


def test_the_flags_are_those_of_the_contract_in_its_order() -> None:
    assert list(FLAGS) == CONTRACT


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [
        ("flag.lung", "Yes", "yes"),
        ("flag.lung", "unsure", "unsure"),
        ("agreed.lung", "Dr. Field, 2026-04-30", "Dr. Field, 2026-04-30"),
        ("sore", "low_back, knee", ["knee_left", "knee_right", "low_back"]),
        ("side", "left", "left"),
        ("country", "gb", "GB"),
        ("conditions", "back,migraine", ["back", "migraine"]),
        ("patient_ref", "P-17", "P-17"),
        ("sore", "", None),
    ],
)
def test_a_setting_is_kept_as_it_is_meant(key: str, text: str, kept: object) -> None:
    assert read_setting(key, text) == kept


@pytest.mark.parametrize(
    ("key", "text"),
    [("flag.lungs", "yes"), ("flag.lung", "maybe"), ("side", "up"), ("country", "England"), ("name", "Ann"), ("patient_ref", "Ann Field")],
)
def test_what_nobody_knows_is_refused(key: str, text: str) -> None:
    with pytest.raises(Unknown):
        read_setting(key, text)


def test_a_profile_of_nothing_is_a_person_with_no_flags() -> None:
    assert Profile.of({}) == Profile()
