"""What could be practised now: by the time there is, how one would like to be, and how much strength there is."""

from collections.abc import Generator
from dataclasses import dataclass

from dtx.engine.questions import Answer, Choose
from dtx.language import _

LYING, SITTING, STANDING = POSITIONS = ("lying", "sitting", "standing")
LITTLE, SOME = ENERGIES = ("little", "some")
MINUTES = (5, 10, 15)
ANY = "any"

NATURE = {
    "breathing": ((LYING, SITTING, STANDING), LITTLE),
    "body_scan": ((LYING, SITTING), LITTLE),
    "relaxation": ((LYING, SITTING), LITTLE),
    "quiet": ((LYING, SITTING, STANDING), LITTLE),
    "thought_record": ((SITTING, LYING), SOME),
    "exercises.gentle_back": ((LYING,), SOME),
    "exercises.knees": ((SITTING, LYING), SOME),
    "exercises.neck_shoulders": ((SITTING,), SOME),
    "exercises.chair_stretch": ((SITTING,), SOME),
    "exercises.slow_flow": ((STANDING,), SOME),
}
"""Of the practices that ship: in which positions they can be done, and how much strength they take. Of others nobody knows."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What would suit just now; None leaves it open. `silent` hides nothing: what is begun then begins without a sound."""

    minutes: int | None = None
    position: str | None = None
    energy: str | None = None
    silent: bool = False

    def suits(self, activity_id: str, minutes: float) -> bool:
        """Whether an activity of that usual length would suit. One of which nothing is known is never hidden for that."""
        positions, energy = NATURE.get(activity_id) or NATURE.get(activity_id.partition(".")[0]) or (POSITIONS, LITTLE)
        return (
            (self.minutes is None or minutes <= self.minutes)
            and (self.position is None or self.position in positions)
            and (self.energy != LITTLE or energy == LITTLE)
        )

    @property
    def said(self) -> str:
        """In a few words; empty where everything is open."""
        parts = (
            _("up to {number} min").format(number=self.minutes) if self.minutes else "",
            {LYING: _("lying"), SITTING: _("sitting"), STANDING: _("standing")}.get(self.position or "", ""),
            _("little strength") if self.energy == LITTLE else "",
            _("silent") if self.silent else "",
        )
        return ", ".join(filter(None, parts))


TIME = Choose(
    _("How much time is there?"),
    (_("Up to 5 minutes"), _("Up to 10 minutes"), _("Up to 15 minutes"), _("As long as it takes")),
    "now.minutes",
    (*map(str, MINUTES), ANY),
)
HOW = Choose(
    _("How would you like to be?"), (_("Lying"), _("Sitting"), _("Standing"), _("It does not matter")), "now.position", (*POSITIONS, ANY)
)
STRENGTH = Choose(_("How much strength is there?"), (_("Little"), _("Some, or enough")), "now.energy", ENERGIES)
QUIET = Choose(_("With sound, or silent?"), (_("With sound"), _("Silent")), "now.silent", ("sound", "silent"))


def asked() -> Generator[Choose, Answer, Wish]:
    """Four questions, each of which may be left out."""
    minutes = yield TIME
    position = yield HOW
    energy = yield STRENGTH
    quiet = yield QUIET
    return Wish(
        int(minutes) if isinstance(minutes, str) and minutes != ANY else None,
        position if isinstance(position, str) and position != ANY else None,
        LITTLE if energy == LITTLE else None,
        quiet == "silent",
    )
