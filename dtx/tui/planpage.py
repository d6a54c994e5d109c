"""The plan: what was asked for, how it stands this week, and the way to each practice in it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from dtx.engine.questions import Ready
from dtx.language import _
from dtx.sessions.planned import stands_short
from dtx.sessions.screening import Asked, Screening
from dtx.tui import wording
from dtx.tui.listpage import Entry, ListPage
from dtx.tui.page import Page
from dtx.tui.reminderspage import reminders_entry
from dtx.tui.screeningpage import ScreeningPage
from dtx.tui.startpage import StartPage

if TYPE_CHECKING:
    from dtx.care.plan import Plan
    from dtx.services import Services

NONE = _("There is no plan here. “dtx plan install” takes in one that your therapist gave you.")
NOTE = _("A note from your therapist")
FIRST = 34
SHORT = 120
"""Characters of a note that stand above the list; a longer one has a page of its own, so that the list stays in sight."""


def plan_page(services: "Services") -> Page:
    """Enter opens a practice. Raises StoreProblem."""
    plan = services.plan()
    title = plan.title if plan is not None else _("Your plan")
    return ListPage(title, words(plan), partial(entries, services), FIRST)


def words(plan: "Plan | None") -> str:
    """The therapist's note, and when it is looked at again."""
    if plan is None:
        return NONE
    review = [_("You look at it together on {day}.").format(day=wording.day(plan.review_on))] if plan.review_on else []
    return "\n".join((*(() if long(plan) else plan.note), *review))


def long(plan: "Plan") -> bool:
    return sum(map(len, plan.note)) > SHORT


def entries(services: "Services") -> Sequence[Entry]:
    plan, here = services.plan(), {line.id: line for line in services.activities()}
    found = [Entry(NOTE, _("read it"), partial(note_page, plan))] if plan is not None and long(plan) else []
    for one in services.standings():
        line = here.get(one.item.activity)
        if line is not None and line.available:
            found.append(Entry(line.title, stands_short(one), partial(StartPage, services, line)))
    return [*found, reminders_entry(services)]


def note_page(plan: "Plan") -> Page:
    def note() -> Asked:
        yield Ready("\n".join(plan.note))

    return ScreeningPage(Screening().start([note()]), NOTE)
