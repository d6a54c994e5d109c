"""The warning list of clinical 5.5, and the lock on exercise."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dtx.care.helplines import for_country
from dtx.care.red_flags import CHECKED, EMERGENCY, LISTS, SAME_DAY, SOON, lines, locked

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Past:
    stop_reason: str | None
    started_at: str


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


def test_a_stop_for_a_red_flag_locks_exercise_until_one_was_checked() -> None:
    stopped = [Past(None, NOW.isoformat()), Past("red_flag", NOW.isoformat()), Past("time", (NOW + timedelta(days=1)).isoformat())]
    assert locked(stopped, None)
    assert locked(stopped, NOW - timedelta(hours=1))
    assert not locked(stopped, NOW + timedelta(hours=1))
    assert not locked([Past("pain", NOW.isoformat())], None)


def test_a_second_red_flag_after_being_checked_locks_again() -> None:
    later = (NOW + timedelta(days=2)).isoformat()
    assert locked([Past("red_flag", NOW.isoformat()), Past("red_flag", later)], NOW + timedelta(days=1))


def test_the_lock_opens_with_the_words_of_the_specification() -> None:
    assert CHECKED.options[0] == "I have been checked or advised"
