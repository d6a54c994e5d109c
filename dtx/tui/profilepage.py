"""About you: everything a person has told dtx about themselves, each thing on a page of its own."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from dtx.care.flags import FLAGS
from dtx.care.regions import REGIONS
from dtx.language import _
from dtx.telling import Topic, answers, basics, closed, own_names, statements
from dtx.tui.listpage import Entry, ListPage
from dtx.tui.page import Page
from dtx.tui.screeningpage import ScreeningPage

if TYPE_CHECKING:
    from dtx.services import Services

TITLE = _("About you")
WORDS = _("Enter opens a line. You may change it at any time. It all stays on this computer.")
YOUR_NAMES = _("Your own names for places of the body")
NAMES_WORDS = _("A scan then says your word. It may be a part that feels numb, or different, or is not there.")
YOUR_ANSWERS = _("What you told us before practising")
TEAM = _("What your care team agreed")
TEAM_WORDS = _("What you said yes to, or were not sure about. If your care team agreed that you practise, you might write it down here.")
NOTHING_CLOSED = _("Nothing here just now. What you say yes to, or are not sure about, would stand here.")


def profile_page(services: "Services") -> ListPage:
    """The list of it all."""
    return ListPage(TITLE, WORDS, lambda: tuple(topics(services)), 20)


def topics(services: "Services") -> Iterator[Entry]:
    """One line for each thing, with what holds now."""
    profile = services.profile()
    sore, left_out, side, country, conditions, name, language = (entry(topic) for topic in basics(services))
    own = [profile.names[region] for region in REGIONS if region in profile.names]
    names = Entry(_("Your own names"), ", ".join(own) or _("none"), partial(names_page, services))
    yield from (sore, left_out, names, side, country, conditions)
    asked = sum(flag in profile.flags for flag in FLAGS)
    yield Entry(_("Your answers"), _("{number} of {all}").format(number=asked, all=len(FLAGS)), partial(answers_page, services))
    needed = closed(profile)
    agreed = (
        _("{number} of {all}").format(number=sum(flag in profile.agreed for flag in needed), all=len(needed))
        if needed
        else _("not needed now")
    )
    yield Entry(_("Care team agreed"), agreed, partial(team_page, services))
    yield from (name, language)


def entry(topic: Topic, *, answer_first: bool = False) -> Entry:
    """A line that opens the page of its questions, with what holds now already filled in."""
    first, then = (topic.now, topic.title) if answer_first else (topic.title, topic.now)
    return Entry(first, then, lambda: ScreeningPage(topic.begin(), TITLE, given_before=topic.holds, as_it_is=True))


def names_page(services: "Services") -> Page:
    return ListPage(YOUR_NAMES, NAMES_WORDS, lambda: tuple(entry(topic) for topic in own_names(services)), 20)


def answers_page(services: "Services") -> Page:
    """The first-use questions, each of which can be answered anew."""
    words = _("You may change any of them.")
    return ListPage(YOUR_ANSWERS, words, lambda: tuple(entry(topic, answer_first=True) for topic in answers(services)), 9)


def team_page(services: "Services") -> Page:
    words = TEAM_WORDS if closed(services.profile()) else NOTHING_CLOSED
    return ListPage(TEAM, words, lambda: tuple(entry(topic, answer_first=True) for topic in statements(services)), 22)
