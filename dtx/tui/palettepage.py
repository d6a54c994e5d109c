"""The palette: all that the first page leads to, and every practice, found by a few letters of its name."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple
from unicodedata import combining, normalize

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from dtx.language import _
from dtx.tui import wording
from dtx.tui.controlbar import Label
from dtx.tui.homepage import HomePage
from dtx.tui.listpage import cut
from dtx.tui.page import Page
from dtx.tui.rows import Rows
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.host.index import Listed

TITLE = _("Find by name")
HOW = _("Type a few letters. Up and down choose, Enter goes there.")
NOTHING = _("Nothing here is called that. Backspace takes a letter back.")
WIDEST = 76

ACTIONS = (
    (_("Breathe for two minutes"), _("Space"), "pause"),
    (_("What could I do now?"), "f", "find"),
    (_("Check in"), "i", "check_in"),
    (_("Look back"), "h", "history"),
    (_("Share with your care team"), "x", "share"),
    (_("About you"), "p", "profile"),
    (_("Your data"), "y", "data"),
    (_("Sound"), "o", "sound"),
    (_("Your plan"), "w", "plan"),
    (_("Practices of your own"), "a", "workshop"),
    (_("Help"), "?", "help"),
    (_("Dark or light"), "t", "change_theme"),
    (_("Close"), "q", "leave"),
)
"""What the keys of the first page do: name, key, and action."""
UNFINISHED = ((_("Go on with it"), "g", "go_on"), (_("Leave it"), "c", "close"))


class Way(NamedTuple):
    """One line: its name, what stands at its end, and what Enter does."""

    title: str
    side: str
    go: Callable[[], object]


def ways(home: HomePage) -> list[Way]:
    """What the first page offers just now: what can be gone on with, its keys, and all practices."""
    actions = (*(UNFINISHED if home.unfinished else ()), *ACTIONS)
    return [
        *(Way(title, key, lambda action=action: home.run_action(action)) for title, key, action in actions),  # type: ignore[misc]
        *(Way(one.title, side(one), lambda one=one: home.open_one(one)) for one in home.all_there_is()),  # type: ignore[misc]
    ]


def side(one: "Listed") -> str:
    return wording.minutes(one.minutes) if one.available else _("not now")


def bare(words: str) -> str:
    """Without capitals and accents, which are hard to type."""
    return "".join(letter for letter in normalize("NFKD", words.casefold()) if not combining(letter))


def found(every: Sequence[Way], typed: str) -> list[Way]:
    """Those in whose names all typed words are; first those in which each begins a word."""
    wanted = bare(typed).split()
    fits = [way for way in every if all(word in bare(way.title) for word in wanted)]
    return sorted(fits, key=lambda way: not all(f" {word}" in f" {bare(way.title)}" for word in wanted))


def over(pages: Sequence[Screen[Any]]) -> "PalettePage | None":
    """The palette for the topmost of these pages; None where something runs or is asked on one of them, or there is no first page."""
    homes = [page for page in pages if isinstance(page, HomePage)]
    if not homes or not all(isinstance(page, Page) and page.at_rest for page in pages[pages.index(homes[0]) :]):
        return None
    return PalettePage(homes[0])


class Letters(Input):
    """What was typed. Up and down move in the list below it."""

    DEFAULT_CSS = """
    Letters { height: 1; border: none; padding: 0 1; background: $block; color: $text; }
    Letters.-textual-compact { padding: 0 1; }
    Letters:focus { border: none; background-tint: $background 0%; }
    """
    SCOPED_CSS = False

    def __init__(self) -> None:
        super().__init__(compact=True, id="main")
        self.cursor_blink = False


class PalettePage(Page):
    """Enter leads back to the first page and does there what the key, or Enter on the practice, does."""

    DEFAULT_CSS = """
    PalettePage > Text { padding: 0 1; height: auto; max-width: 78; }
    PalettePage > Rows { height: 1fr; margin: 1 0 0 0; padding: 0 1; }
    PalettePage.-low > Rows { margin: 0; }
    PalettePage.-low > #how { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "back", show=False),
        Binding("down", "move('cursor_down')", show=False),
        Binding("up", "move('cursor_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
    ]

    def __init__(self, home: HomePage) -> None:
        super().__init__(classes="-column")
        self.home = home
        self.every = ways(home)
        self.shown = self.every

    def body(self) -> list[Widget]:
        rows = Rows(self._lines())
        rows.can_focus = False  # what is typed is always heard
        return [Text(TITLE, classes="strong"), Text(HOW, classes="quiet", id="how"), Letters(), Text(id="none"), rows]

    async def on_mount(self) -> None:
        await super().on_mount()
        self.query_one("#none").display = False
        self.query_one(Rows).highlighted = 0

    def on_resize(self, event: events.Resize) -> None:
        self._show()

    def _lines(self) -> list[str]:
        width = min(WIDEST, max(20, self.app.size.width - 6))
        room = [(way, width - len(way.side) - 2) for way in self.shown]
        return [f"{cut(way.title, wide):<{wide}}  {way.side}" for way, wide in room]

    def _show(self) -> None:
        self.query_one(Rows).replace(self._lines())

    @on(Input.Changed)
    def look(self, message: Input.Changed) -> None:
        message.stop()
        self.shown = found(self.every, message.value)
        self._show()
        rows, none = self.query_one(Rows), self.query_one("#none", Text)
        rows.highlighted = 0 if self.shown else None
        none.say("" if self.shown else NOTHING)
        none.display = not self.shown

    @on(Input.Submitted)
    def choose(self, message: Input.Submitted) -> None:
        message.stop()
        self._go(self.query_one(Rows).highlighted)

    @on(Rows.OptionSelected)
    def clicked(self, message: Rows.OptionSelected) -> None:
        message.stop()
        self._go(message.option_index)

    def _go(self, index: int | None) -> None:
        if index is None or not self.is_current:
            return
        while self.app.screen is not self.home:
            self.app.pop_screen()
        self.home.call_next(self.shown[index].go)

    def action_move(self, how: str) -> None:
        getattr(self.query_one(Rows), f"action_{how}")()

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "F3"), "help": Label(_("Help"), "F1")}

    async def action_back(self) -> None:
        self.leave()
