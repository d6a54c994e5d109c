"""A page that is a list of things one has said, each of which can be opened and said anew."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from textual import events, on
from textual.widget import Widget

from dtx.engine.words import clean
from dtx.errors import DtxError
from dtx.language import _
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.rows import Rows
from dtx.tui.safe import Text

WIDEST = 76


class Entry(NamedTuple):
    """One line: what it is about, what holds now, and the page on which it is changed."""

    title: str
    shown: str
    page: Callable[[], Page]


class ListPage(Page):
    """`entries` is asked anew whenever the page is come back to. `first` is the width of the first column of two."""

    at_rest = True

    DEFAULT_CSS = """
    ListPage > Text { padding: 0 1; height: auto; max-width: 78; }
    ListPage > .trouble { color: $warning; }
    ListPage > Rows { height: 1fr; margin: 1 0 0 0; padding: 0 1; }
    ListPage.-low > Rows { margin: 0; }
    """

    def __init__(self, title: str, words: str, entries: Callable[[], Sequence[Entry]], first: int) -> None:
        super().__init__()
        self.head, self.words, self.first = title, words, first
        self._entries = entries
        self.entries: Sequence[Entry] = ()
        self._trouble = ""

    def body(self) -> list[Widget]:
        self._ask()
        trouble = Text(self._trouble, classes="trouble")
        trouble.display = bool(self._trouble)
        rows = Rows(self._lines(self.app.size.width), id="main")
        return [Text(self.head, classes="strong"), Text(self.words, classes="quiet"), trouble, rows]

    async def on_mount(self) -> None:
        await super().on_mount()
        if self.entries:
            self.query_one(Rows).highlighted = 0

    def on_screen_resume(self) -> None:
        """Something may have been changed on the page that was opened."""
        self._ask()
        self.query_one(Rows).replace(self._lines(self.app.size.width))
        self._say()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(Rows).replace(self._lines(event.size.width))

    @on(Rows.OptionSelected)
    def open(self, message: Rows.OptionSelected) -> None:
        try:
            page = self.entries[message.option_index].page()
        except DtxError as problem:
            self._trouble = f"{problem.problem} {problem.remedy}"
            self._say()
        else:
            self.app.push_screen(page)

    def _ask(self) -> None:
        self._trouble = ""
        try:
            self.entries = self._entries()
        except DtxError as problem:
            self.entries, self._trouble = (), f"{problem.problem} {problem.remedy}"

    def _say(self) -> None:
        trouble = self.query_one(".trouble", Text)
        trouble.say(self._trouble)
        trouble.display = bool(self._trouble)

    def _lines(self, width: int) -> list[str]:
        room = min(WIDEST, max(20, width - 5))
        return [line(entry.title, entry.shown, min(self.first, room // 2), room) for entry in self.entries]

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "b")}

    async def action_back(self) -> None:
        self.leave()


def line(title: str, shown: str, first: int, width: int) -> str:
    """Two columns in one line of `width`; what is too long for its column ends in dots."""
    return f"{cut(title, first):<{first}}  {cut(shown, width - first - 2)}".rstrip()


def cut(words: str, width: int) -> str:
    flat = clean(words).replace("\n", " ")
    return flat if len(flat) <= width else flat[: max(0, width - 1)] + "…"
