"""A person's own breathing pace, from one session to the next (clinical 1.4)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dtx.engine.questions import Rate
from dtx.language import _

LEVELS = ("L0", "L1", "L2", "L3", "L4", "L5", "L6")
"""From the fastest to the slowest; their seconds are the breathing plugin's."""

COMFORT = Rate(_("How comfortable was this pace?"), 0, 10, _("not at all comfortable"), _("fully comfortable"), save="comfort")
COMFORTABLE, UNCOMFORTABLE = 7, 4
IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Past:
    """One session at the person's own pace. `unwell` means any dizziness, tingling or air hunger."""

    level: str
    completed: bool
    comfort: int | None
    unwell: bool

    @property
    def easy(self) -> bool:
        return self.completed and not self.unwell and self.comfort is not None and self.comfort >= COMFORTABLE

    @property
    def hard(self) -> bool:
        return self.unwell or (self.comfort is not None and self.comfort <= UNCOMFORTABLE)


def unwell(stop_reason: str | None, what: Collection[str] = ()) -> bool:
    """Dizziness or trouble with the breath, as a reason to stop or among what felt worse."""
    return stop_reason == "dizzy" or bool({"dizzy", "breath"} & set(what))


def next_level(sessions: Sequence[Past], lung: bool) -> str:
    """The level to begin the next session with; `sessions` are oldest first, `lung` is a lung condition."""
    if not sessions:
        return "L0" if lung else "L1"
    last = sessions[-1]
    level = LEVELS.index(last.level)
    if last.hard:
        return LEVELS[max(level - 1, 0)]
    lately = sessions[-IN_A_ROW:]
    if len(lately) == IN_A_ROW and all(past.easy and past.level == last.level for past in lately):
        return LEVELS[min(level + 1, len(LEVELS) - 1)]
    return last.level


def offer_belly(sessions: Sequence[Past]) -> bool:
    """Whether to offer breathing with a hand on the belly, without a pace: the last session was not easy on the person."""
    return bool(sessions) and sessions[-1].hard
