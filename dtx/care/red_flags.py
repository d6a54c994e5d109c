"""When to stop and seek care: three lists, what to do for each, and the lock on exercise (clinical 5.5)."""

from collections.abc import Iterator
from dataclasses import dataclass

from dtx.care.helplines import Helpline
from dtx.engine.questions import Choose


@dataclass(frozen=True, slots=True)
class Urgency:
    """One list. `action` may hold `{emergency}`. Which illness it might be is never said."""

    id: str
    title: str
    action: str
    signs: tuple[str, ...]


EMERGENCY = Urgency(
    "emergency",
    "Get help at once",
    "Call {emergency} now.",
    (
        "Pain or pressure in the chest",
        "Pain that spreads to the jaw or an arm",
        "Very hard to breathe",
        "Fainting",
        "Sudden weakness or numbness of the face, an arm or a leg",
        "Sudden trouble with speaking or seeing",
        "A sudden headache, the worst ever",
        "Back pain with a new change in bladder or bowel",
        "Back pain with new numbness around the genitals, the anus or the inner thighs",
        "Back pain with new weakness in the legs",
        "Back pain with a new change in sexual function",
        "Back pain that newly goes into both legs",
    ),
)
SAME_DAY = Urgency(
    "same_day",
    "Be seen today",
    "Ask to be seen by a doctor today. If you cannot reach one, call {emergency}.",
    (
        "A hot, swollen joint with fever",
        "A hot, swollen, painful calf",
        "Fever with new pain in the spine",
        "A fall or an injury with pain in a bone",
        "Sudden loss of strength",
        "A new, severe headache with a stiff neck",
        "Over 50: a new, severe headache with a sore scalp or jaw and a change in sight",
    ),
)
SOON = Urgency(
    "soon",
    "Tell your care team soon",
    "Ask your care team for an appointment in the next days.",
    (
        "Losing weight without a reason",
        "Night pain that never eases",
        "New pain after a cancer, now or earlier",
        "Sudden back pain while on steroids or with fragile bones",
        "Numbness that keeps spreading",
    ),
)
LISTS = (EMERGENCY, SAME_DAY, SOON)


def lines(help: Helpline) -> Iterator[str]:
    """The warning list as it is shown: for each urgency its title, what to do, and its signs."""
    for urgency in LISTS:
        yield urgency.title
        yield urgency.action.format(emergency=help.emergency)
        yield from (f"- {sign}" for sign in urgency.signs)


CHECKED = Choose(
    "You stopped because of something on the warning list. Has somebody checked or advised you since?",
    ("I have been checked or advised", "Not yet"),
    "gate.red_flag.checked",
    ("yes", "no"),
)
LOCK = "Exercise is closed since you stopped because of the warning list. It opens when you tell us that you have been checked or advised."
