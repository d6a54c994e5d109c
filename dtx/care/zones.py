"""Pain zones while exercising, and what they mean for the next time (clinical 5.4).

Safe to 2, acceptable to 5 after Thomeé 1997, Phys Ther 77:1690, and Silbernagel 2007, Am J Sports Med 35:897; they were
tested in knee and Achilles patients, so a person who starts above 3 is compared with their own start instead (our decision).
"""

from collections.abc import Mapping, Sequence

from dtx.language import _

GREEN, AMBER, RED = "green", "amber", "red"

WORDS: Mapping[str, str] = {
    GREEN: _("You might carry on as you are."),
    AMBER: _("Pain is up a little. You might take the rest more slowly, or in an easier version."),
    RED: _(
        "Pain is up a lot, so this exercise is over for today. You might rest, leave out what is left, or stop here. "
        "Next time it starts with fewer, or the easier version."
    ),
}
"""Said right after an exercise, when all its sets are over, where pain has risen."""

AS_BEFORE: Mapping[str, str] = {
    AMBER: _("There is some pain. You might take the rest slowly, or in an easier version."),
    RED: _(
        "Pain is strong right now, so this exercise is over for today. You might rest, leave out what is left, or stop here. "
        "Next time it starts with fewer, or the easier version."
    ),
}
"""Said instead where pain has not risen, or where nobody knows whether it has."""

TOO_SORE = 8
TOO_SORE_WORDS = _("Your pain is high right now, so strengthening rests today. You might try quiet breathing, or your coping card.")


def zone(now: int, before: int) -> str:
    """The zone of a pain rating 0-10 during or right after an exercise, against the one before it."""
    if now <= 2:
        return GREEN
    if before <= 3:
        return AMBER if now <= 5 else RED
    rise = now - before
    return GREEN if rise <= 1 else AMBER if rise == 2 else RED


def words_of(now: int, before: int | None) -> str:
    """What is said of pain right after an exercise; nothing in green. Nobody is told that pain is up who has not said so."""
    found = zone(now, before or 0)
    if found == GREEN:
        return ""
    return (WORDS if before is not None and now > before else AS_BEFORE)[found]


def too_sore_to_start(before: int | None) -> bool:
    """Whether strengthening is hidden today. Unknown pain hides nothing."""
    return before is not None and before >= TOO_SORE


def settled(next_morning: int | None, before: int | None) -> bool | None:
    """Whether pain was back by the next morning, to at most one above its start; None where a rating is missing."""
    return None if next_morning is None or before is None else next_morning <= before + 1


def next_time(zones: Sequence[str | None]) -> str:
    """What the last sessions of one exercise, oldest first, mean for it: `same`, `less` (half, or easier) or `remove`."""
    if not zones or zones[-1] != RED:
        return "same"
    return "remove" if len(zones) > 1 and zones[-2] == RED else "less"
