"""A page on which something secret is typed: a passphrase, shown as dots."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input

from dtx.errors import DtxError
from dtx.language import _
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.safe import Text


class Secret(Input):
    """One line, as dots. Up and down lead from one to the next."""

    DEFAULT_CSS = """
    Secret { height: 1; border: none; padding: 0 1; background: $block; color: $text; max-width: 60; }
    Secret:focus { border: none; background-tint: $background 0%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(password=True, compact=True, id=id)
        self.cursor_blink = False


class SecretPage(Page):
    """Asks for one secret or several. `done` takes them, and gives the page that follows, or None to go back; its problem is said here.

    With `closes` the page cannot be left: Stop closes the app.
    """

    DEFAULT_CSS = """
    SecretPage > VerticalScroll { height: 1fr; padding: 1 2; }
    SecretPage.-low > VerticalScroll { padding: 0 1; }
    SecretPage VerticalScroll > Text { height: auto; max-width: 76; margin: 0 0 1 0; }
    SecretPage.-low VerticalScroll > Text { margin: 0; }
    SecretPage VerticalScroll > .label { margin: 0; color: $text-muted; }
    SecretPage VerticalScroll > Secret { margin: 0 0 1 0; }
    SecretPage.-low VerticalScroll > Secret { margin: 0; }
    SecretPage > .trouble { color: $warning; height: auto; padding: 0 2; display: none; }
    SecretPage > .trouble.-said { display: block; }
    SecretPage > Press { margin: 0 0 1 2; }
    SecretPage.-low > Press { margin: 0 0 0 1; }
    """
    AUTO_FOCUS: ClassVar[str | None] = "Secret"

    def __init__(
        self,
        title: str,
        words: str,
        asked: Sequence[str],
        done: Callable[[Sequence[str]], Page | None],
        *,
        button: str = _("Go on"),
        closes: bool = False,
    ) -> None:
        super().__init__()
        self.head, self.words, self.asked, self.done, self.button, self.closes = title, words, asked, done, button, closes

    def body(self) -> list[Widget]:
        lines: list[Widget] = [Text(self.head, classes="strong"), Text(self.words)]
        for words in self.asked:
            lines += [Text(words, classes="label"), Secret()]
        return [VerticalScroll(*lines, can_focus=False), Text(classes="trouble"), Press(self.button, _("Enter"), "go_on", main=True)]

    def labels(self) -> Mapping[str, Label]:
        if self.closes:
            return {"stop": Label(_("Close"), "Ctrl+Q"), "help": Label(_("Help"), "F1")}
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "F3"), "help": Label(_("Help"), "F1")}

    @on(Input.Submitted)
    def submitted(self, message: Input.Submitted) -> None:
        message.stop()
        secrets = list(self.query(Secret).results(Secret))
        empty = next((one for one in secrets if not one.value), None)
        if empty is not None and message.input.value:
            empty.focus()
        else:
            self.go_on()

    @on(Press.Pressed)
    def go_on(self) -> None:
        secrets = list(self.query(Secret).results(Secret))
        try:
            page = self.done([secret.value for secret in secrets])
        except DtxError as problem:
            for secret in secrets:
                secret.value = ""
            secrets[0].focus()
            self.say(f"{problem.problem} {problem.remedy}")
            return
        self.follow(page)

    def follow(self, page: Page | None) -> None:
        if page is None:
            self.leave()
        else:
            self.app.switch_screen(page)

    def say(self, sentence: str) -> None:
        trouble = self.query_one(".trouble", Text)
        trouble.say(sentence)
        trouble.set_class(bool(sentence), "-said")

    @on(Input.Changed)
    def typing(self, message: Input.Changed) -> None:
        if message.value:
            self.say("")

    async def action_stop(self) -> None:
        if not self.closes:
            await self.action_back()

    async def pressed_control(self, action: str) -> None:
        if self.closes and action == "stop":
            self.app.exit(return_code=0)
        else:
            await super().pressed_control(action)

    async def action_back(self) -> None:
        if not self.closes:
            self.leave()
