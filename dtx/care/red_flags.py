"""When to stop and seek care: three lists, what to do for each, and the lock on exercise (clinical 5.5)."""

from collections.abc import Iterator
from dataclasses import dataclass

from dtx.care.helplines import Helpline
from dtx.engine.questions import Choose
from dtx.language import _


@dataclass(frozen=True, slots=True)
class Urgency:
    """One list. `action` may hold `{emergency}`. Which illness it might be is never said."""

    id: str
    title: str
    action: str
    signs: tuple[str, ...]


EMERGENCY = Urgency(
    "emergency",
    _("Get help at once"),
    _("Call {emergency} now."),
    (
        _("Pain or pressure in the chest"),
        _("Pain that spreads to the jaw or an arm"),
        _("Very hard to breathe"),
        _("Fainting"),
        _("Sudden weakness or numbness of the face, an arm or a leg"),
        _("Sudden trouble with speaking or seeing"),
        _("A sudden headache, the worst ever"),
        _("Back pain with a new change in bladder or bowel"),
        _("Back pain with new numbness around the genitals, the anus or the inner thighs"),
        _("Back pain with new weakness in the legs"),
        _("Back pain with a new change in sexual function"),
        _("Back pain that newly goes into both legs"),
    ),
)
SAME_DAY = Urgency(
    "same_day",
    _("Be seen today"),
    _("Ask to be seen by a doctor today. If you cannot reach one, call {emergency}."),
    (
        _("A hot, swollen joint with fever"),
        _("A hot, swollen, painful calf"),
        _("Fever with new pain in the spine"),
        _("A fall or an injury with pain in a bone"),
        _("Sudden loss of strength"),
        _("A new, severe headache with a stiff neck"),
        _("Over 50: a new, severe headache with a sore scalp or jaw and a change in sight"),
    ),
)
SOON = Urgency(
    "soon",
    _("Tell your care team soon"),
    _("Ask your care team for an appointment in the next days."),
    (
        _("Losing weight without a reason"),
        _("Night pain that never eases"),
        _("New pain after a cancer, now or earlier"),
        _("Sudden back pain while on steroids or with fragile bones"),
        _("Numbness that keeps spreading"),
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
    _("You stopped because of something on the warning list. Has somebody checked or advised you since?"),
    (_("I have been checked or advised"), _("Not yet")),
    "gate.red_flag.checked",
    ("yes", "no"),
)
LOCK = _(
    "Exercise is closed since you stopped because of the warning list. It opens when you tell us that you have been checked or advised."
)
