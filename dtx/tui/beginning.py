"""The way from “Begin” to a session: what is due is asked first, and then it opens, or a page says why not today."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dtx.care.flags import FLAGS
from dtx.care.help import disclaimer
from dtx.engine.questions import Ready
from dtx.errors import Refused
from dtx.language import _
from dtx.sessions.person import Person
from dtx.sessions.screening import Asked, Screening
from dtx.tui.page import Page
from dtx.tui.refusedpage import RefusedPage
from dtx.tui.screeningpage import ScreeningPage
from dtx.tui.sessionpage import SessionPage

if TYPE_CHECKING:
    from dtx.services import Services

BEFORE = _("Before we begin")
WELCOME = _("What this is, and is not")


class Beginning:
    """One activity with the options that were chosen. Raises `Unknown`, `PluginProblem` and StoreProblem."""

    def __init__(self, services: "Services", activity_id: str, given: Mapping[str, Any]) -> None:
        self.services, self.activity_id, self.given = services, activity_id, given
        person = Person.of(services.store, services.now())
        self.country, self.due = person.profile.country, person.due(services.now())
        self.screening = services.screen(activity_id, given)

    def page(self) -> Page:
        """The first page on that way. At first use it says what dtx is and is not (clinical 8.4)."""
        if self.screening.question is None:
            return self.opened()
        if self.due == FLAGS:
            return ScreeningPage(Screening().start([welcome(self.country)]), WELCOME, self._questions)
        return self._questions()

    def opened(self) -> Page:
        """The session; or where the gate closes the activity, why, and what is open."""
        try:
            practice = self.services.begin(self.activity_id, self.given, self.screening)
        except Refused as refusal:
            return RefusedPage(refusal)
        return SessionPage(self.services, practice)

    def _questions(self) -> Page:
        return ScreeningPage(self.screening, BEFORE, self.opened, due=self.due)


def welcome(country: str | None) -> Asked:
    yield Ready(disclaimer(country))
