"""What is asked around every session: ratings before, the reason for a stop, ratings after, and whether anything felt worse."""

from dtx.care.felt_worse import QUESTIONS, felt_worse
from dtx.care.ratings import AFTER, BEFORE
from dtx.engine.activity import Script
from dtx.engine.bracket import Bracket, Ending
from dtx.engine.questions import Choose, Ready

STOP_REASON = Choose(
    "You stopped at the right time for you. If you like, say why.",
    ("Pain", "Dizzy", "Upset", "Panic", "Cramp", "Something on the warning list", "Time", "Tired", "Something else"),
    "stop_reason",
    ("pain", "dizzy", "upset", "panic", "cramp", "red_flag", "time", "tired", "other"),
)
STOP_REASONS = STOP_REASON.values

GROUND = Ready(
    "Open your eyes. Name five things you can see. Feel your feet on the floor. "
    "Breathe normally, and sit or lie until it passes. If it does not pass, get help now."
)
"""Grounding words (clinical 2.3 item 8, 1.5 and 8.3)."""
NEED_GROUND = ("dizzy", "panic", "upset", "red_flag")

FAILED = Ready("This activity could not go on: it has a fault. You did nothing wrong, and everything so far is kept.")


def opening() -> Script:
    """Pain and how relaxed one is, at most two minutes before the script (clinical 0.3)."""
    for rating in BEFORE:
        yield rating


def closing(ending: Ending) -> Script:
    """After a stop first the reason and, where it helps, grounding words; then the ratings, then felt worse."""
    reason: object = ending.stop_reason
    if ending.status == "failed":
        yield FAILED
    if ending.status == "stopped" and reason is None:
        reason = yield STOP_REASON
    if reason in NEED_GROUND:
        yield GROUND
    for rating in AFTER:
        yield rating
    yield from felt_worse()


BRACKET = Bracket(opening, closing)
HOST_QUESTIONS = (*BEFORE, STOP_REASON, *AFTER, *QUESTIONS)
"""Everything the host may ask around a session, for those who check answers beforehand."""
