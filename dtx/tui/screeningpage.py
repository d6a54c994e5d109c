"""The screening page: the questions outside of sessions, one at a time. Each answer is kept before the next is asked."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from dtx.care.first_use import INTRO
from dtx.care.flags import EVERY_SESSION
from dtx.engine.questions import NotAnAnswer
from dtx.errors import DtxError
from dtx.language import _
from dtx.tui.asking import RATHER_NOT, Asking, takes_words
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.refusedpage import RefusedPage
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.sessions.screening import Screening

GATE = "gate."
AS_IT_IS = _("Leave as it is")


class ScreeningPage(Page):
    """Leads to the page that `then` gives, or where it gives none back to the page below. Esc leaves; what was answered so far is
    kept, and Back asks it once more.

    `due` are the flags that will be asked about, so that a tired person sees the end. `given_before` are answers to begin
    with, by question id; with `as_it_is` the second button changes nothing, and leaves.
    """

    DEFAULT_CSS = """
    ScreeningPage > .head { height: 1; padding: 0 1; background: $block; dock: top; }
    ScreeningPage > .head > .title { width: 1fr; margin: 0 1 0 0; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    ScreeningPage > .head > .left { width: auto; height: 1; color: $text-muted; }
    ScreeningPage > .intro { width: 100%; max-width: 78; height: auto; padding: 1 2 0 2; color: $text-muted; display: none; }
    ScreeningPage.-low > .intro { padding: 0 1; }
    ScreeningPage > .intro.-first { display: block; }
    """

    def __init__(
        self,
        screening: "Screening",
        title: str,
        then: Callable[[], Page | None] | None = None,
        *,
        due: Sequence[str] = (),
        given_before: Mapping[str, Any] | None = None,
        as_it_is: bool = False,
    ) -> None:
        super().__init__()
        self.screening, self.head, self.then, self.due = screening, title, then, due
        self.given_before, self.as_it_is = dict(given_before or {}), as_it_is
        self.asking: Asking | None = None
        self._introduced = False
        self._stale = False

    def body(self) -> list[Widget]:
        head = Horizontal(Text(self.head, classes="title"), Text(classes="left"), classes="head")
        return [head, Text(INTRO, classes="intro")]

    async def on_mount(self) -> None:
        await super().on_mount()
        await self.follow()

    @on(Asking.Answered)
    def answered(self, message: Asking.Answered) -> None:
        message.stop()
        if message.asking is self.asking:
            self.given_before[self.screening.name] = message.value  # where it is asked once more, nothing has to be typed again
            self._do(lambda: self.screening.answer(message.value))

    @on(Asking.Declined)
    def declined(self, message: Asking.Declined) -> None:
        message.stop()
        if message.asking is not self.asking:
            return
        if self.as_it_is:
            self.leave()
        else:
            self._do(self.screening.decline)

    def _do(self, command: Callable[[], None]) -> None:
        """Hand an answer on, once. A problem ends the screening: it is said on a page of its own."""
        if self._stale:
            return
        try:
            command()
        except NotAnAnswer as sentence:
            if self.asking is not None:
                self.asking.say(str(sentence))
            return
        except DtxError as problem:
            self.refuse(problem)
            return
        self._stale = True
        self.call_next(self.follow)

    def refuse(self, problem: DtxError) -> None:
        """An answer could not be kept."""
        self.app.switch_screen(RefusedPage(problem))

    async def follow(self) -> None:
        """Show the question that is due, or go on to what follows the last."""
        question, name = self.screening.question, self.screening.name
        if question is None:
            self._go_on()
            return
        old = self.asking
        if old is not None:
            await old.remove()
        self._introduce(name)
        self.asking = Asking(question, self.given_before.get(name), AS_IT_IS if self.as_it_is else RATHER_NOT)
        await self.mount(self.asking)
        self.show_controls()
        self._stale = False

    def _go_on(self) -> None:
        try:
            page = self.then() if self.then is not None else None
        except DtxError as problem:
            page = RefusedPage(problem)
        if page is None:
            self.leave()
        else:
            self.app.switch_screen(page)

    def _introduce(self, name: str) -> None:
        """At first use say why all this is asked, with the first question of the gate; with each say how many there are."""
        flag = name.removeprefix(GATE)
        asks_more = not set(self.due) <= set(EVERY_SESSION)  # whoever knows the few of each session wants to be done with them
        first = asks_more and name.startswith(GATE) and not self._introduced
        self.query_one(".intro").set_class(first, "-first")
        self._introduced |= first
        if flag in self.due:  # a question that follows on one belongs to it
            self.query_one(".left", Text).say(_("{number} of {all}").format(number=self.due.index(flag) + 1, all=len(self.due)))
        elif not name.startswith(GATE):
            self.query_one(".left", Text).say("")

    def labels(self) -> Mapping[str, Label]:
        writes = self.asking is not None and takes_words(self.asking.question)
        return {
            "stop": Label(_("Leave"), "Esc"),
            "back": Label(_("Back"), "F3" if writes else "b", self.screening.can_go_back),
            "help": Label(_("Help"), "F1" if writes else "?"),
        }

    @property
    def writes_records(self) -> bool:
        return True

    async def action_stop(self) -> None:
        self.leave()

    async def action_back(self) -> None:
        if self.screening.can_go_back:
            self._do(self.screening.back)
