"""What is asked around every session: ratings before, the reason for a stop, ratings after, and whether anything felt worse."""

from collections.abc import Iterable, Mapping
from typing import Any

from dtx.care import brief, red_flags
from dtx.care.felt_worse import QUESTIONS, felt_worse
from dtx.care.first_use import FOLLOW_UPS
from dtx.care.first_use import QUESTIONS as FIRST_USE
from dtx.care.heeded import heeded
from dtx.care.helplines import for_country
from dtx.care.pace import COMFORT
from dtx.care.progress import EFFORT
from dtx.care.ratings import AFTER, BEFORE, PAIN
from dtx.care.responsive import STRONG_PAIN, responsive
from dtx.care.zones import too_sore_to_start
from dtx.engine.activity import Script
from dtx.engine.bracket import Bracket, Ending
from dtx.engine.questions import Choose, Question, Ready
from dtx.language import _

STOP_REASON = Choose(
    _("You stopped at the right time for you. If you like, say why."),
    (
        _("Pain"),
        _("Dizzy"),
        _("Upset"),
        _("Panic"),
        _("Cramp"),
        _("Something on the warning list"),
        _("Time"),
        _("Tired"),
        _("Something else"),
    ),
    "stop_reason",
    ("pain", "dizzy", "upset", "panic", "cramp", "red_flag", "time", "tired", "other"),
)
STOP_REASONS = STOP_REASON.values

GROUND = Ready(
    _(
        "Open your eyes. Name five things you can see. Feel your feet on the floor. "
        "Breathe normally, and sit or lie until it passes. If it does not pass, get help now."
    )
)
"""Grounding words (clinical 2.3 item 8, 1.5 and 8.3)."""
NEED_GROUND = ("pain", "dizzy", "upset", "panic", "cramp", "red_flag")
"""All reasons but those that are none to steady oneself: the time, being tired, something else."""

FAILED = Ready(_("This activity could not go on: it has a fault. You did nothing wrong, and everything so far is kept."))


def opening(moves: bool = False) -> Script:
    """Pain and how relaxed one is, at most two minutes before the script (clinical 0.3).

    Where exercises follow and the pain is strong, what else there is comes first (5.4).
    """
    answers = {}
    for rating in BEFORE:
        answers[rating] = yield rating
    pain = answers[PAIN]
    if moves and isinstance(pain, int) and too_sore_to_start(pain):
        yield STRONG_PAIN


WAY_OUT = _("Open your eyes. Name five things you can see. Feel your feet on the floor. You stopped at the right time for you.")
"""For whoever leaves a scan early (clinical 2.3 item 8)."""

ALSO = {"comfort": COMFORT, "effort": EFFORT}
"""Asked only after some kinds of practice."""


def closing(ending: Ending, also: tuple[str, ...] = (), country: str | None = None) -> Script:
    """After a stop first the reason and, where it helps, grounding words; then the ratings, then felt worse.

    Where it was the warning list, that comes first, with what to do and the number of that `country` (5.5). `also` names what is
    asked after this kind of practice.
    """
    reason: object = ending.stop_reason
    if ending.status == "failed":
        yield FAILED
    if ending.status == "stopped" and reason is None:
        reason = yield STOP_REASON
    if reason == "red_flag":
        yield Ready("\n".join(red_flags.lines(for_country(country))))
    if reason in NEED_GROUND:
        yield GROUND
    for rating in AFTER:
        yield rating
    for name in also:
        yield ALSO[name]
    yield from felt_worse()


def bracket_for(world: Mapping[str, Any]) -> Bracket:
    """The bracket of one session, from the first line of its journal."""
    also, country = tuple(world["closing"]), world["country"]
    moves = "effort" in also
    if world.get("brief"):
        return Bracket(brief.opening, lambda ending: heeded(brief.closing(ending, country), country), responsive(country), WAY_OUT)
    around = responsive(country, told=moves)
    return Bracket(lambda: opening(moves), lambda ending: heeded(closing(ending, also, country), country), around, WAY_OUT)


def host_questions(also: Iterable[str]) -> tuple[Question, ...]:
    """Everything the host may ask around a session, for those who check answers beforehand. `also` as for the closing."""
    gate = (*FIRST_USE.values(), *FOLLOW_UPS.values())
    return (*gate, *BEFORE, STOP_REASON, *AFTER, *(ALSO[name] for name in also), *QUESTIONS)
