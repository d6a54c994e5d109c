"""What there is to show at one moment. Drivers read it and draw; they decide nothing."""

from dataclasses import dataclass

from dtx.engine.phase import Phase
from dtx.engine.questions import Question
from dtx.engine.steps import TimedStep
from dtx.language import _

EASING = {"breathe": _("Too slow"), "tense": _("Cramp or pain"), "move": _("Easier"), "section": _("I need out")}
"""What the person may say of the step that is running, by its verb, to have it made easier."""


NO_BED = "none"
"""What the bed is called where a script wants none."""


@dataclass(frozen=True, slots=True)
class View:
    """A picture of the session at `now`.

    `stage` is "opening", "script", "closing" or "ended".
    Exactly one of `question` and `phase` is set until the session has `ended`. `name` is the question's id or the
    step's name. `elapsed` and `remaining` are seconds of the phase; `active` is seconds of the script so far.
    `paused` is None, "paused" (the person asked) or "gap" (nobody was guiding for a while).
    `easing` is the verb of the step that the person can make easier just now, or None; `eases_next` says that the step after this
    one can be. `ambience` names the bed of sound;
    it is None where the script has not said. `number` is how many steps of the stage came before.
    """

    stage: str
    name: str
    question: Question | None = None
    step: TimedStep | None = None
    phase: Phase | None = None
    elapsed: float = 0.0
    remaining: float = 0.0
    active: float = 0.0
    caption: str = ""
    coming: Phase | None = None
    ambience: str | None = None
    paused: str | None = None
    easing: str | None = None
    eases_next: bool = False
    can_go_back: bool = False
    number: int = 0

    @property
    def fraction(self) -> float:
        """How much of the phase is over, 0 to 1."""
        whole = self.elapsed + self.remaining
        return self.elapsed / whole if whole else 1.0

    @property
    def swell(self) -> float | None:
        """How full the moving picture is, 0 to 1, or None where there is nothing that moves.

        A raised cosine between the phase's ends: zero slope at each turn of the breath, as in a real one.
        """
        if self.phase is None or self.phase.swell is None:
            return None
        low, high = self.phase.swell
        return low + (high - low) * (1 - _cos_pi(self.fraction)) / 2


def _cos_pi(x: float) -> float:
    from math import cos, pi

    return cos(pi * min(1.0, max(0.0, x)))
