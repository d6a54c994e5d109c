"""“What seems to help me”: a line for each practice, and what one's notes show of it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from dtx.care.comparison import HONEST
from dtx.care.insight import KNOWN, LISTING, Shown, lower, named, says, to_compare_with
from dtx.engine.questions import Choose
from dtx.errors import DtxError
from dtx.language import _
from dtx.tui import listpage
from dtx.tui.controlbar import Label
from dtx.tui.listpage import line
from dtx.tui.page import Page
from dtx.tui.rows import Rows
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.care.together import Together
    from dtx.insight import Comparing
    from dtx.services import Services
    from dtx.sessions.screening import Asked

TITLE = _("What seems to help me, by my own notes")
NOTHING = _("Nothing has been practised yet. That is fine; there is nothing to look at before there are notes.")
WIDE = 62
KEYS = _("Enter tells more   m Compare two   g Begin what is next   x Suggestions")
NARROW_KEYS = _("m compare two  g begin it  x suggest")
HEAD, SHORT_HEAD = _("Times, and pain afterwards"), _("Times, pain after")
SUGGESTED = _("If you would like a suggestion: {}. {}")
WITHOUT = _("Suggestions are off.")
WHICH = _("Which practice would you like to compare? Choose the first of two.")
AND = _("And with which one?")
ENDED = _("The comparison of {} and {} has ended. z goes on with it.")


class InsightPage(Page):
    """Enter tells more of the practice the list stands on."""

    at_rest = True

    DEFAULT_CSS = """
    InsightPage > Text { padding: 0 1; height: auto; max-width: 78; }
    InsightPage > Rows { height: 1fr; min-height: 2; margin: 0 0 1 0; padding: 0 1; }
    InsightPage > .head { height: 1; margin: 1 0 0 0; padding: 0 1 0 3; text-wrap: nowrap; }
    InsightPage.-low > .head { margin: 0; }
    InsightPage.-low > Rows { margin: 0; }
    InsightPage > .keys { color: $text-muted; height: 1; text-wrap: nowrap; }
    InsightPage.-low > .named { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    InsightPage.-low > .together { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "compare", show=False),
        Binding("g", "begin", show=False),
        Binding("x", "suggestions", show=False),
        Binding("z", "go_on_comparing", show=False),
    ]

    def __init__(self, services: "Services") -> None:
        super().__init__()
        self.services = services
        self.looked = services.insight()
        self.ended: Comparing | None = None
        self.titles = {one.id: one.title for one in services.activities()}

    @property
    def shown(self) -> list[Shown]:
        found = self.looked.found
        return [*found.shown, *([found.rests] if found.rests is not None else [])]

    def body(self) -> list[Widget]:
        rows = Rows(self._lines(self.app.size.width), id="main") if self.shown else Text(NOTHING, id="main")
        return [
            Text(TITLE, classes="strong"),
            Text(classes="named quiet"),
            Text(classes="head quiet"),
            rows,
            Text(classes="comparing"),
            Text(classes="rests"),
            Text(classes="together"),
            Text(classes="suggested"),
            Text(classes="keys"),
        ]

    async def on_mount(self) -> None:
        await super().on_mount()
        if self.shown:
            self.query_one(Rows).highlighted = 0
        self._say()

    def on_screen_resume(self) -> None:
        """Something may have been set on the page that was opened."""
        try:
            self.looked = self.services.insight()
        except DtxError as problem:
            self.notify(f"{problem.problem} {problem.remedy}", markup=False)
        self._say()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(".keys", Text).say(KEYS if event.size.width >= len(KEYS) + 2 else NARROW_KEYS)
        for rows in self.query(Rows):
            rows.replace(self._lines(event.size.width))
            narrow = event.size.width < WIDE
            self.query_one(".head", Text).say(self._line(_("Practice"), SHORT_HEAD if narrow else HEAD, event.size.width))
        self._say()

    def _lines(self, width: int) -> list[str]:
        return [self._line(one.practised.title, in_short(one, width < WIDE), width) for one in self.shown]

    def _line(self, first: str, second: str, width: int) -> str:
        room = min(listpage.WIDEST, max(20, width - 5))
        return line(first, second, room * 2 // 5, room)

    def _say(self) -> None:
        looked = self.looked
        comparing = looked.comparing
        first = looked.suggestions[0] if looked.suggestions else None
        over = ""
        if self.ended is not None and comparing is None:
            pair = self.ended.pair
            over = f"{self.ended.says}\n{ENDED.format(*(self.ended.titles[name] for name in (pair.one, pair.other)))}"
        said = {
            ".named": named(looked.found) if looked.found.shown else "",
            ".comparing": f"{comparing.next_says} {comparing.says}" if comparing is not None else over,
            ".rests": to_compare_with(looked.found),
            ".together": "\n".join(one.says for one in sorted(looked.together, key=apart, reverse=True)[:2]),
            ".suggested": SUGGESTED.format(self.titles.get(first.activity_id, first.activity_id), first.reason) if first else WITHOUT,
        }
        low = self.has_class("-low")  # there the list needs the room, and all of it is in `dtx insight`, too
        for where, words in said.items():
            place = self.query_one(where, Text)
            place.say(words)
            place.display = bool(words) and not (low and where in (".rests", ".together", ".suggested"))

    @on(Rows.OptionSelected)
    def open(self, message: Rows.OptionSelected) -> None:
        self.app.push_screen(OnePage(self.shown[message.option_index]))

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "b")}

    async def action_back(self) -> None:
        self.leave()

    def action_suggestions(self) -> None:
        self._set(lambda: self.services.set_profile({"suggest": "no" if self.services.profile().suggest else "yes"}))

    def action_go_on_comparing(self) -> None:
        """Undo the end of a comparison."""
        if (ended := self.ended) is not None:
            self.ended = None
            self._set(partial(self.services.go_on_comparing, ended.pair))

    def _set(self, change: Callable[[], None]) -> None:
        try:
            change()
        except DtxError as problem:
            self.notify(f"{problem.problem} {problem.remedy}", markup=False)
        self.on_screen_resume()

    def action_begin(self) -> None:
        """The page of the practice that is due in the comparison, or that is suggested; nothing begins by itself."""
        from dtx.tui.startpage import StartPage

        comparing, suggestions = self.looked.comparing, self.looked.suggestions
        due = comparing.standing.due if comparing is not None else suggestions[0].activity_id if suggestions else None
        for listed in self.services.activities():
            if listed.id == due and listed.available:
                self.app.push_screen(StartPage(self.services, listed))

    def action_compare(self) -> None:
        """Choose two; or, while two are compared, end that at once: `z` goes on with it."""
        if (comparing := self.looked.comparing) is not None:
            self._set(partial(self.services.compare, ""))
            self.ended = comparing if self.services.profile().compare == () else None
            self._say()
            return
        from dtx.sessions.screening import Screening
        from dtx.tui.screeningpage import ScreeningPage

        self.app.push_screen(ScreeningPage(Screening().start([self._choosing()]), _("Compare two")))

    def _choosing(self) -> "Asked":
        there = [one for one in self.services.activities() if one.available]
        titles, ids = tuple(one.title for one in there), tuple(one.id for one in there)
        one = yield Choose(f"{WHICH}\n\n{HONEST}", titles, "one", ids)
        if one is None:
            return
        others = [other for other in there if other.id != one]
        other = yield Choose(AND, tuple(one.title for one in others), "other", tuple(one.id for one in others))
        if other is not None:
            self.services.compare(f"{one},{other}")
            self.ended = None


def apart(one: "Together") -> float:
    """The two that differ most have room on the page; `dtx insight` has all of them."""
    return abs(one.pain_with - one.pain_without)


def in_short(one: Shown, narrow: bool) -> str:
    """One practice on part of a line: how many sessions, and what there is to say. Where it is narrow, the interval is one Enter away."""
    n, all_of_them = one.practised.changes.n, one.practised.sessions
    count = f"{all_of_them}×" if not one.missing else _("{n} of {all}×").format(n=n, all=all_of_them)
    if one.stage == KNOWN and one.mean is not None and one.interval is not None:
        low, high = one.interval
        return f"{count} {lower(one.mean)}" if narrow else f"{count}  {lower(one.mean)} ({low:+.1f} to {high:+.1f})"
    few, early = (_("too few"), _("too early")) if narrow else (_("too few to say"), _("too early to tell"))
    return f"{count}  {few if one.stage == LISTING else early}"


class OnePage(Page):
    """All that may be said of one practice, sentence by sentence."""

    at_rest = True

    DEFAULT_CSS = """
    OnePage > VerticalScroll { height: 1fr; padding: 1 2; scrollbar-size-vertical: 1; }
    OnePage.-low > VerticalScroll { padding: 0 1; }
    OnePage VerticalScroll > Text { max-width: 74; margin: 0 0 1 0; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", show=False)]

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.shown_one = shown

    def body(self) -> list[Widget]:
        title = Text(self.shown_one.practised.title, classes="strong")
        return [VerticalScroll(title, *(Text(sentence) for sentence in says(self.shown_one)), id="main")]

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "b")}

    async def action_back(self) -> None:
        self.leave()
