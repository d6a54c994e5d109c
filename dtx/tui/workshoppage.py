"""The workshop: the practices one has written, each with its text behind it, and a new one."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from dtx import paths
from dtx.authors.authoring import PLAIN
from dtx.errors import DtxError
from dtx.language import _
from dtx.tui.authoringpage import AuthoringPage
from dtx.tui.controlbar import Label
from dtx.tui.listpage import Entry, ListPage
from dtx.tui.page import Page
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.services import Services

TITLE = _("Practices of your own")
WORDS = _("For therapists: write one, and see on the other side what your patients will see.")
NEW = _("Begin a new one")
NAME = _("What shall it be called?")
EXAMPLE = _("Such as: Desk stretches. Enter makes it, with lines in it that explain themselves.")


def workshop(services: "Services") -> Page:
    return ListPage(TITLE, WORDS, lambda: [*mine(services), Entry(NEW, "", lambda: NewPage(services))], 30)


def mine(services: "Services") -> list[Entry]:
    """The folders in the person's own place, by name."""
    place = paths.plugins(services.home)
    found = sorted(path.parent for path in place.glob(f"*/{PLAIN}")) if place.is_dir() else []
    return [Entry(folder.name.replace("_", " "), str(folder), partial(AuthoringPage, services, folder)) for folder in found]


class NameField(Input):
    """One line."""

    DEFAULT_CSS = """
    NameField { height: 1; border: none; padding: 0 1; background: $block; color: $text; }
    NameField:focus { border: none; background-tint: $background 0%; }
    """

    def __init__(self) -> None:
        super().__init__(compact=True, id="main")
        self.cursor_blink = False


class NewPage(Page):
    """Enter makes the folder and opens its text."""

    DEFAULT_CSS = """
    NewPage > Text { padding: 0 1; height: auto; max-width: 78; }
    NewPage > NameField { margin: 1 1; max-width: 60; }
    NewPage > .trouble { color: $warning; }
    """

    def __init__(self, services: "Services") -> None:
        super().__init__()
        self.services = services

    def body(self) -> list[Widget]:
        return [Text(NAME, classes="strong"), NameField(), Text(EXAMPLE, classes="quiet"), Text(classes="trouble")]

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "help": Label(_("Help"), "F1")}

    @on(Input.Submitted)
    def make(self, message: Input.Submitted) -> None:
        from dtx.host.starter import start

        if not message.value.strip():
            return
        try:
            folder = start(paths.make_private(paths.plugins(self.services.home)) / message.value.strip().replace("/", " "))
        except DtxError as problem:
            self.query_one(".trouble", Text).say(f"{problem.problem} {problem.remedy}")
            return
        self.app.switch_screen(AuthoringPage(self.services, folder))

    async def action_back(self) -> None:
        self.leave()
