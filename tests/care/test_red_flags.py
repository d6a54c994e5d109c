"""The warning list of clinical 5.5, and the lock on exercise."""

from dtx.care.helplines import for_country
from dtx.care.red_flags import CHECKED, EMERGENCY, LISTS, SAME_DAY, SOON, lines


def named(signs: tuple[str, ...], *words: str) -> bool:
    return all(any(word in sign.casefold() for sign in signs) for word in words)


def test_the_emergency_list_names_every_sign_of_the_specification() -> None:
    assert named(
        EMERGENCY.signs, "chest", "jaw or an arm", "hard to breathe", "fainting", "face, an arm or a leg", "speaking or seeing", "headache"
    )
    back = tuple(sign for sign in EMERGENCY.signs if sign.startswith("Back pain"))
    assert named(back, "bladder or bowel", "genitals, the anus or the inner thighs", "weakness in the legs", "sexual function", "both legs")
    assert "new change in bladder" in back[0]


def test_the_other_two_lists_name_every_sign_of_the_specification() -> None:
    assert named(SAME_DAY.signs, "swollen joint with fever", "swollen, painful calf", "fever with new pain in the spine", "pain in a bone")
    assert named(SAME_DAY.signs, "loss of strength", "stiff neck", "over 50")
    assert named(SOON.signs, "weight", "night pain", "after a cancer", "steroids or with fragile bones", "numbness that keeps spreading")


def test_the_list_is_shown_with_what_to_do_and_the_number_of_the_country() -> None:
    shown = list(lines(for_country("US")))
    assert shown[:2] == ["Get help at once", "Call 911 now."]
    assert len(shown) == sum(2 + len(urgency.signs) for urgency in LISTS)
    assert not any("{" in line for line in shown)


def test_the_lock_opens_with_the_words_of_the_specification() -> None:
    assert CHECKED.options[0] == "I have been checked or advised"
