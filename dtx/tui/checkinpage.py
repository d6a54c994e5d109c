"""The check-in: one question at a time, and at the end what was noted."""

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea

from dtx.care.checkin import CHECK_IN, REVIEW
from dtx.engine.questions import NotAnAnswer, Rate
from dtx.errors import DtxError
from dtx.language import _
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.refusedpage import RefusedPage
from dtx.tui.safe import Text
from dtx.tui.screeningpage import ScreeningPage

if TYPE_CHECKING:
    from dtx.checkin import CheckIn
    from dtx.engine.entry import Entry
    from dtx.services import Services

TITLES = {CHECK_IN: _("How is it going?"), REVIEW: _("Looking back")}
DRAFT_S = 1.0
"""What is being written is on its way to the disk this long after it changed."""

KEPT = _("It is written down.")
NOTHING_KEPT = _("Nothing was noted, and that is fine.")


class CheckInPage(ScreeningPage):
    """Esc leaves at any time; what was answered stays, also what was typed and not sent."""

    screening: "CheckIn"

    def __init__(self, services: "Services", kind: str = CHECK_IN) -> None:
        self.services = services
        check_in = services.check_in(kind=kind)
        super().__init__(check_in, TITLES[kind], self._noted)
        self._draft: Timer | None = None

    async def follow(self) -> None:
        if isinstance(self.screening.question, Rate):  # a number is never a copy of an earlier one
            self.given_before.pop(self.screening.name, None)
        await super().follow()

    def refuse(self, problem: DtxError) -> None:
        """What was said so far is kept, and the same answer may be tried again."""
        if self.asking is not None:
            self.asking.say(f"{problem.problem} {problem.remedy}")

    def _noted(self) -> Page:
        """What was noted, where it was anything."""
        check_in = self.screening
        check_in.close()
        entry = self.services.diary.entry(self.services.diary.find(check_in.entry_id)) if check_in.begun else None
        return NotedPage(entry)

    async def action_stop(self) -> None:
        typed = self.asking.typed() if self.asking is not None else None
        if typed and typed.strip():
            try:
                with suppress(NotAnAnswer):
                    self.screening.answer(typed)
            except DtxError as problem:
                self.refuse(problem)
                return
        self.leave()

    def on_unmount(self) -> None:
        """Also where the app is closed from here."""
        self._forget_draft()
        self._close()

    def _close(self) -> None:
        try:
            self.screening.close()
        except DtxError as problem:  # what was said is on disk; closing it is tried again next time
            self.app.notify(f"{problem.problem} {problem.remedy}", markup=False)

    # -- words that are being typed

    @on(TextArea.Changed)
    @on(Input.Changed)
    def typed(self) -> None:
        self._forget_draft()
        self._draft = self.set_timer(DRAFT_S, self.keep_draft)

    def keep_draft(self) -> None:
        words = self.asking.typed() if self.asking is not None else None
        if words is not None:
            try:
                self.screening.draft(words)
            except DtxError as problem:
                self.refuse(problem)

    def _forget_draft(self) -> None:
        if self._draft is not None:
            self._draft.stop()
            self._draft = None


class NotedPage(Page):
    """What a check-in holds, a line each. Enter leads on."""

    at_rest = True

    DEFAULT_CSS = """
    NotedPage > VerticalScroll { height: 1fr; padding: 1 2; scrollbar-size-vertical: 1; }
    NotedPage.-low > VerticalScroll { padding: 0 1; }
    NotedPage VerticalScroll > Text { max-width: 76; margin: 0 0 1 0; height: auto; }
    NotedPage.-low VerticalScroll > Text { margin: 0; }
    NotedPage > Press { margin: 0 2 1 2; }
    NotedPage.-low > Press { margin: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", show=False)]
    AUTO_FOCUS = "#main"

    def __init__(self, entry: "Entry | None", title: str = KEPT) -> None:
        super().__init__()
        self.entry, self.title_said = entry, title

    def body(self) -> list[Widget]:
        from dtx.care.noted import noted

        lines = [Text(line) for line in noted(self.entry)] if self.entry is not None else []
        said = self.title_said if self.entry is not None else NOTHING_KEPT
        return [VerticalScroll(Text(said, classes="strong"), *lines, id="main"), Press(_("Done"), _("Enter"), "back", main=True)]

    def labels(self) -> dict[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "b")}

    @on(Press.Pressed)
    async def action_back(self) -> None:
        self.leave()


def check_in_page(services: "Services", kind: str = CHECK_IN) -> Page:
    """The check-in, or why there can be none."""
    try:
        return CheckInPage(services, kind)
    except DtxError as problem:
        return RefusedPage(problem)
