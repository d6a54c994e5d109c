"""The short way from the first page to a breath: one key, and no more questions than there have to be."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dtx.care.brief import ACTIVITY
from dtx.engine.questions import Ready
from dtx.errors import Refused
from dtx.language import _
from dtx.sessions.person import Person
from dtx.sessions.screening import Asked, Screening
from dtx.tui.beginning import BEFORE, WELCOME, welcome
from dtx.tui.page import Page
from dtx.tui.refusedpage import RefusedPage
from dtx.tui.screeningpage import ScreeningPage
from dtx.tui.sessionpage import SessionPage

if TYPE_CHECKING:
    from dtx.services import Services


class Breathing:
    """Two minutes of breathing. At first use what dtx is and is not comes first, and whether the sound is heard comes last.

    Raises `Unknown`, `PluginProblem` and StoreProblem.
    """

    def __init__(self, services: "Services") -> None:
        self.services, self.brief = services, services.breathe()
        person = Person.of(services.store, services.now())
        self.first, self.country = not person.answered, person.profile.country

    @property
    def night(self) -> bool:
        return self.brief.night

    def page(self) -> Page:
        """The first page on that way: the breathing itself, wherever nothing has to be asked."""
        if self.first:
            return ScreeningPage(Screening().start([welcome(self.country)]), WELCOME, self._questions)
        return self._questions()

    def _questions(self) -> Page:
        screening = self.brief.screening
        if screening.question is None:
            return self._cautions()
        return ScreeningPage(screening, BEFORE, self._cautions, due=screening.flags)

    def _cautions(self) -> Page:
        """What to look out for, for whoever has not practised it as it is now."""
        cautions = self.services.cautions(ACTIVITY)
        if self.services.knows(ACTIVITY) or not cautions:
            return self._sound()
        return ScreeningPage(Screening().start([told(cautions)]), BEFORE, self._sound)

    def _sound(self) -> Page:
        if not self.first or self.night or not self.services.sound:
            return self._opened()
        from dtx.tui.hearpage import HearPage

        return HearPage(self.services, self._opened)

    def _opened(self) -> Page:
        try:
            return SessionPage(self.services, self.brief.begin())
        except Refused as refusal:
            return RefusedPage(refusal)


def told(cautions: Sequence[str]) -> Asked:
    yield Ready("\n".join((_("Before you begin:"), *(f"- {caution}" for caution in cautions))))


def straight_away(services: "Services") -> int:
    """The app on the way to a breath, for the command; returns the exit code."""
    from dtx.tui.app import run

    breathing = Breathing(services)
    return run(services, page=breathing.page(), darken=breathing.night)
