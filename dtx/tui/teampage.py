"""Questions for one's care team: one's own, what was answered, and a list to take from."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from dtx.care import team, words_of_harm
from dtx.care.helplines import for_country
from dtx.care.team import LONGEST, SUGGESTED, TeamQuestion
from dtx.engine.questions import Ask, Choose, Ready, Several
from dtx.errors import DtxError
from dtx.language import _
from dtx.sessions.screening import Screening
from dtx.tui.listpage import Entry, ListPage
from dtx.tui.page import Page
from dtx.tui.safe import Text
from dtx.tui.screeningpage import ScreeningPage

if TYPE_CHECKING:
    from dtx.services import Services
    from dtx.sessions.screening import Asked

TITLE = _("Questions for your team")
WORDS = _("Write down what you would like to ask next time. The first three that wait stand on your look back.")
AWAY = _("Taken off the list. z brings it back.")
ADD = Ask(_("What would you like to ask your team?"), "question", limit=LONGEST)
TAKE = Several(_("Which of these would you like to ask?"), SUGGESTED, "take")
DO = Choose(_("What would you like to do with it?"), (_("I asked it"), _("Take it off the list")), "do", ("asked", "off"))
ANSWER = Ask(_("What was the answer? A few words are enough."), "answer", limit=LONGEST)


class TeamPage(ListPage):
    """What was taken off the list last comes back by one key."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("z", "bring_back", show=False)]

    def __init__(self, services: "Services") -> None:
        self.services = services
        self.taken: list[tuple[int, TeamQuestion]] = []
        super().__init__(TITLE, WORDS, lambda: entries(services, self.taken), 56)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.query_one(".quiet", Text).say(f"{WORDS}\n{AWAY}" if self.taken else WORDS)

    def action_bring_back(self) -> None:
        for number, question in self.taken[-1:]:
            own = list(self.services.team_questions())
            own.insert(number, question)
            try:
                self.services.keep_team_questions(own[: team.MOST])
            except DtxError as problem:
                self.notify(f"{problem.problem} {problem.remedy}", markup=False)
                return
        self.taken.clear()
        self.on_screen_resume()


def team_page(services: "Services") -> ListPage:
    """A list in which each question can be opened."""
    return TeamPage(services)


def entries(services: "Services", taken: list[tuple[int, TeamQuestion]]) -> Sequence[Entry]:
    """`taken` is where a question goes that is taken off the list, with its place."""
    own = list(services.team_questions())

    there = [Entry(one.text, shown(one), partial(asked, about(services, number, taken), one.text)) for number, one in enumerate(own)]
    return [
        *there,
        Entry(_("Write down another one"), "", partial(asked, adding(services), TITLE)),
        Entry(_("Take one from a list"), "", partial(asked, taking(services), TITLE)),
    ]


def asked(script: "Asked", title: str) -> Page:
    """The page on which a small script is answered."""
    return ScreeningPage(Screening().start([script]), title)


def shown(one: TeamQuestion) -> str:
    return _("not asked yet") if one.asked_on is None else one.answer or _("asked on {asked_on}").format(asked_on=one.asked_on)


def adding(services: "Services") -> "Asked":
    words = yield ADD
    if isinstance(words, str):
        services.keep_team_questions([*services.team_questions(), TeamQuestion(" ".join(words.split()))][: team.MOST])
        yield from minded(services, words)


def taking(services: "Services") -> "Asked":
    chosen = yield TAKE
    if isinstance(chosen, tuple):
        there = list(services.team_questions())
        known = {one.text for one in there}
        services.keep_team_questions([*there, *(TeamQuestion(text) for text in chosen if text not in known)][: team.MOST])


def about(services: "Services", number: int, taken: list[tuple[int, TeamQuestion]]) -> "Asked":
    """It was asked, with what the answer was; or it goes."""
    own = list(services.team_questions())
    done = yield replace(DO, text=f"{own[number].text}\n\n{DO.text}")
    if done == "off":
        services.keep_team_questions([one for place, one in enumerate(own) if place != number])
        taken[:] = [(number, own[number])]
    elif done == "asked":
        own[number] = replace(own[number], asked_on=services.now().date().isoformat())
        services.keep_team_questions(own)
        answer = yield ANSWER
        if isinstance(answer, str):
            own[number] = replace(own[number], answer=answer)
            services.keep_team_questions(own)
            yield from minded(services, answer)


def minded(services: "Services", words: str) -> "Asked":
    """Words that sound too heavy show where help is (clinical 4.6)."""
    if words_of_harm.hints(words):
        yield Ready(words_of_harm.message(for_country(services.profile().country)), button=words_of_harm.GO_ON)
