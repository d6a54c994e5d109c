"""A look back on one page: the last thirteen weeks, what felt worse first."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from dtx.care import look_back
from dtx.errors import DtxError
from dtx.language import _
from dtx.tui import wording
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.services import Services
    from dtx.sessions.screening import Asked

TITLE = _("Looking back, from {} to {}")
LOOKING_BACK = _("Looking back")
KEYS = _("n Answer how things are since you began   u Questions for your team")
NARROW_KEYS = _("n since I began  u ask my team")


class LookBackPage(Page):
    """Nothing is asked here; `n` asks how things are since the beginning."""

    at_rest = True

    DEFAULT_CSS = """
    LookBackPage > Text { padding: 0 1; height: auto; }
    LookBackPage > .keys { color: $text-muted; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    LookBackPage > VerticalScroll { height: 1fr; padding: 0 2; margin: 1 0 0 0; scrollbar-size-vertical: 1; }
    LookBackPage.-low > VerticalScroll { padding: 0 1; margin: 0; }
    LookBackPage VerticalScroll > Text { max-width: 76; height: auto; }
    LookBackPage VerticalScroll > .sentences { margin: 0 0 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "review", show=False),
        Binding("u", "team", show=False),
        Binding("space", "read_on", show=False),
    ]

    def __init__(self, services: "Services") -> None:
        super().__init__()
        self.services = services
        self.found = services.past.look_back()

    def body(self) -> list[Widget]:
        first, last = (wording.day(on) for on in (self.found.first, self.found.last))
        return [Text(TITLE.format(first, last), classes="strong"), VerticalScroll(*self._parts(), id="main"), Text(KEYS, classes="keys")]

    def _parts(self) -> list[Widget]:
        parts: list[Widget] = []
        for heading, sentences in look_back.lines(self.found):
            parts += [Text(heading, classes="strong"), Text("\n".join(sentences), classes="sentences")]
        return parts

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(".keys", Text).say(KEYS if event.size.width >= len(KEYS) + 2 else NARROW_KEYS)

    async def on_screen_resume(self) -> None:
        """Something may have been answered since."""
        try:
            found = self.services.past.look_back()
        except DtxError as problem:
            self.notify(f"{problem.problem} {problem.remedy}", markup=False)
            return
        if found != self.found:
            self.found = found
            place = self.query_one(VerticalScroll)
            await place.remove_children()
            await place.mount(*self._parts())

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "b")}

    def action_review(self) -> None:
        from dtx.care.checkin import REVIEW
        from dtx.tui.checkinpage import check_in_page

        self.app.push_screen(check_in_page(self.services, REVIEW))

    def action_team(self) -> None:
        from dtx.tui.teampage import team_page

        self.app.push_screen(team_page(self.services))

    def action_read_on(self) -> None:
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    async def action_back(self) -> None:
        self.leave()


def offer(services: "Services", breathe: Callable[[], Awaitable[None]]) -> Page:
    """The offer, made once in thirteen weeks: “not today” is a full answer. It counts as made when it is shown, but not where somebody
    who needs a breath leaves it for another day. Raises StoreProblem.
    """
    from dtx.sessions.screening import Screening
    from dtx.tui.laterpage import LaterPage

    services.look_back_answered("offered")
    given: list[object] = []

    def offering() -> "Asked":
        given.append((yield look_back.OFFER))
        services.look_back_answered("yes" if given == ["yes"] else "not_today")

    def put_off() -> None:
        with suppress(DtxError):  # the breath comes first
            services.look_back_answered(look_back.LATER)

    return LaterPage(
        Screening().start([offering()]),
        LOOKING_BACK,
        breathe,
        then=lambda: LookBackPage(services) if given == ["yes"] else None,
        put_off=put_off,
    )
