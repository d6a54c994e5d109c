"""What to propose for an exercise the next time: one change at a time, and only ever a proposal (clinical 5.3 and 5.4).

Graded activity after Fordyce 1976 (Behavioral Methods for Chronic Pain and Illness); the numbers are our decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dtx.care.zones import GREEN, next_time
from dtx.engine.questions import Rate
from dtx.language import _

EFFORT_WORDS: Mapping[int, str] = {
    0: _("no effort"),
    2: _("very easy"),
    4: _("comfortable, could talk freely"),
    6: _("working, short sentences"),
    8: _("very hard"),
    10: _("could not do one more"),
}
EFFORT = Rate(
    _("How hard was that?"),
    0,
    10,
    "; ".join(words if number == 0 else f"{number} {words}" for number, words in EFFORT_WORDS.items() if number < 10),
    EFFORT_WORDS[10],
    save="effort",
)
"""Its two ends hold the numbers between them, rising, so that they also read aloud in their order."""

EASY_EFFORT = 4
IN_A_ROW = 3
STEP_REPS, MOST_REPS, MOST_SETS = 2, 12, 3
HARDER_REPS = 6
MISSED_DAYS = 14


def effort_target(week: int) -> tuple[int, int]:
    """The lowest and highest effort to aim at; weeks count from 1."""
    return (2, 4) if week <= 2 else (3, 6)


def hard(effort: int | None, week: int) -> str:
    """What to say after an effort above what is aimed at in that week; nothing otherwise."""
    low, high = effort_target(week)
    if effort is None or effort <= high:
        return ""
    return _(
        "You gave {effort} for how hard it was; {low} to {high} may be plenty now. Next time you might do fewer, or an easier version."
    ).format(effort=effort, low=low, high=high)


@dataclass(frozen=True, slots=True)
class Done:
    """One exercise in one session. `zone` is None where no rating was given, `settled` where the next morning is not known."""

    day: date
    reps: int
    sets: int
    zone: str | None
    settled: bool | None
    effort: int | None
    exercise: str = ""

    @property
    def easy(self) -> bool:
        return self.zone == GREEN and self.settled is True and self.effort is not None and self.effort <= EASY_EFFORT


@dataclass(frozen=True, slots=True)
class Limits:
    """What the therapist set for this exercise; it always wins. None leaves the usual."""

    reps: int | None = None
    sets: int | None = None
    harder: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """`kind` is remove, half, easier, restart, fewer, more, harder or set; `words` are for the person, who may say no.

    `otherwise` is a second choice of the same worth: one more set in place of the harder version, the easier version in place
    of half the repetitions.
    """

    kind: str
    exercise: str
    reps: int
    sets: int
    words: str
    otherwise: "Proposal | None" = None


def proposal(
    history: Sequence[Done], today: date, limits: Limits | None = None, *, harder: str | None = None, easier: str | None = None
) -> Proposal | None:
    """What to offer after the sessions of one exercise, oldest first; None when all may stay as it is.

    `harder` and `easier` are the ids of its other versions. The most careful rule that fits comes first.
    """
    if not history:
        return None
    limits = limits or Limits()
    return _less(history, today, limits, easier) or _more(history, limits, harder)


def within(reps: int, sets: int, limits: Limits) -> tuple[int, int]:
    """Repetitions and sets, held to what the therapist set."""
    return min(reps, limits.reps or reps), min(sets, limits.sets or sets)


def _less(history: Sequence[Done], today: date, limits: Limits, easier: str | None) -> Proposal | None:
    last = history[-1]
    name = last.exercise

    def smaller(kind: str, wanted: int, words: str) -> Proposal | None:
        reps, sets = within(max(1, wanted), last.sets, limits)
        return Proposal(kind, name, reps, sets, words.format(reps=reps)) if (reps, sets) != (last.reps, last.sets) else None

    after = next_time([done.zone for done in history])
    if after == "remove":
        words = _("This one hurt a lot, two times in a row. You might leave it out, and tell your therapist.")
        return Proposal("remove", name, 0, 0, words)
    if after == "less":
        other = (
            Proposal("easier", easier, *within(last.reps, last.sets, limits), _("You might take the easier version.")) if easier else None
        )
        half = smaller("half", last.reps // 2, _("This one hurt last time. You might do {reps} this time."))
        return replace(half, otherwise=other) if half else other
    if (today - last.day).days >= MISSED_DAYS:
        words = _("Welcome back. After a break, {reps} might be a kind place to start.")
        return smaller("restart", (6 * last.reps + 9) // 10, words)
    if last.settled is False:
        return smaller("fewer", 3 * last.reps // 4, _("Your body took longer to settle last time. You might do {reps} this time."))
    return None


def _more(history: Sequence[Done], limits: Limits, harder: str | None) -> Proposal | None:
    lately = history[-IN_A_ROW:]
    last = lately[-1]
    name, reps, sets = last.exercise, last.reps, last.sets
    same = {(done.exercise, done.reps, done.sets) for done in lately} == {(name, reps, sets)}
    if len(lately) < IN_A_ROW or not same or not all(done.easy for done in lately):
        return None
    most = MOST_REPS if limits.reps is None else limits.reps
    if reps < most:
        more = min(reps + STEP_REPS, most)
        return Proposal(
            "more", name, more, sets, _("Three times in a row went easily. You might try {more}, if it suits you.").format(more=more)
        )
    if reps < MOST_REPS:
        return None
    one_more = None
    if sets < (MOST_SETS if limits.sets is None else limits.sets):
        one_more = Proposal(
            "set", name, reps, sets + 1, _("Three times in a row went easily. You might add one more set, if it suits you.")
        )
    if harder and limits.harder:
        words = _("Three times in a row went easily. You might try the next version, with {harder_reps}, if it suits you.").format(
            harder_reps=HARDER_REPS
        )
        return Proposal("harder", harder, HARDER_REPS, sets, words, one_more)
    return one_more
