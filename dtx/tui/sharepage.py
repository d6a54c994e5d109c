"""The sharing page: for whom, which days, what else, as what and locked for whom; then a look at it, and the file."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from dtx.engine.questions import Ready
from dtx.giving.asking import INCLUDE, NOBODY, PARTS, READER, SPANS, Sharing, free_place
from dtx.language import _, _n, day_of
from dtx.sessions.screening import Asked, Screening
from dtx.sharing.preview import told
from dtx.tui.listpage import Entry, ListPage
from dtx.tui.page import Page
from dtx.tui.screeningpage import ScreeningPage

if TYPE_CHECKING:
    from dtx.services import Services

TITLE = _("Share with your care team")
WORDS = _("Enter changes a line. Nothing leaves before you have looked at it, and only what stands here.")
FIRST = 15
SHORT = {"notes": _("notes"), "thoughts": _("what I wrote"), "diary": _("diary")}
SHARED = _("What you handed over")
SHARED_WORDS = _("Newest first. It cannot be taken back.")


def share_page(services: "Services") -> ListPage:
    """Raises StoreProblem where the records cannot be read."""
    sharing = Sharing(services)
    return ListPage(TITLE, WORDS, lambda: tuple(lines(services, sharing)), FIRST)


def lines(services: "Services", sharing: Sharing) -> Iterator[Entry]:
    """One line for each thing, with what is chosen now."""
    choice = sharing.choice
    yield Entry(_("For"), READER.options[READER.values.index(choice.reader)], asking(sharing.reader, {"reader": choice.reader}))
    yield Entry(_("Days"), SPANS[choice.days], asking(sharing.days, {"span": choice.days}))
    also = ", ".join(SHORT[part] for part in PARTS if part in choice.include)
    yield Entry(
        _("They see, too"), also or _("none of my own words, no diary"), asking(sharing.include, {str(INCLUDE.save): choice.include})
    )
    form = sharing.forms.get(choice.form)
    yield Entry(_("As"), form.title if form else choice.form, asking(sharing.form, {"form": choice.form}))
    locked = _("nobody: it is not locked") if choice.locked_for == NOBODY else choice.locked_for
    yield Entry(_("Locked for"), locked, asking(sharing.lock, {"locked_for": choice.locked_for}))
    yield Entry(_("Look at it"), _("what it would hold, and where it goes"), partial(look, sharing))
    shared = services.shared()
    so_far = (
        _n("{n} time, last on {day}", "{n} times, last on {day}", len(shared)).format(n=len(shared), day=day_of(shared[0].at))
        if shared
        else _("nothing yet")
    )
    yield Entry(_("Handed over"), so_far, partial(so_far_page, services))


def asking(script: Callable[[], Asked], holds: Mapping[str, Any]) -> Callable[[], Page]:
    """The page of one question, with what holds now filled in."""
    return lambda: ScreeningPage(Screening().start([script()]), TITLE, given_before=holds, as_it_is=True)


def look(sharing: Sharing) -> Page:
    """The preview, and the place of the file. Raises DtxError where it cannot be made here."""
    giving = sharing.giving()
    place = str(free_place(sharing.services.now().date(), giving.suffix))
    return ScreeningPage(Screening().start([sharing.hand_over(giving)]), TITLE, given_before={"place": place}, as_it_is=True)


def so_far_page(services: "Services") -> ListPage:
    return ListPage(SHARED, SHARED_WORDS, lambda: tuple(handed_over(services)), 10)


def handed_over(services: "Services") -> Iterator[Entry]:
    """One line for each thing that left; Enter shows all of it."""
    for share in services.shared():
        yield Entry(day_of(share.at), told(share).partition("  ")[2], partial(whole, told(share)))


def whole(words: str) -> Page:
    def said() -> Asked:
        yield Ready(words)

    return ScreeningPage(Screening().start([said()]), SHARED)
