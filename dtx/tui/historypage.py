"""The history: what was done, day by day, newest first. Enter opens a session or a check-in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from dtx.engine.words import clean
from dtx.errors import DtxError
from dtx.language import _
from dtx.records.listing import SessionRow, utc
from dtx.tui import wording
from dtx.tui.controlbar import Label
from dtx.tui.page import Page, column
from dtx.tui.refusedpage import RefusedPage
from dtx.tui.rows import Rows
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.records.entries import EntryRow
    from dtx.services import Services

NOTHING = _("Nothing here yet. Each session and each check-in will be listed, also when you stop early.")
PRACTISED = _("Days practised of the last 7: {}.")
WAYS = _("Enter opens  c Charts  w What helps  l Look back  u Ask your team  x Take away")
NARROW_WAYS = _("c charts w helps l back u ask x away")
AWAY = _("Taken away. z brings it back, and so does “Your data”, for 30 days.")
NARROW_AWAY = _("Taken away. z brings it back.")
EARLIER = _("Earlier ones…")
PAGE = 60
"""So many are read at a time: no page loads all there is."""

WIDE = 62
CHECK_IN = _("Check-in")


def head(width: int) -> str:
    return line((_("When"), "", _("What"), _("Before"), _("After"), _("How it ended")), width)


def line(cells: Sequence[str], width: int) -> str:
    """Six cells in one line of `width`; a narrow screen has the pains as one cell, and leaves out how it ended."""
    day, time, what, before, after, how = cells
    if width < WIDE:
        pain = _("Pain") if before == _("Before") else _("{before} to {after}").format(before=before, after=after) if how else before
        left, right = 13, f"{pain:>9}"
        when = f"{day} {time}"
    else:
        left, right = 18, f"{before:>7} {after:>7}  {how:<13}" if how else f"{before:<30}"
        when = f"{day:<11} {time}"
    room = max(6, width - left - len(right))
    name = what if len(what) < room else what[: room - 2] + "…"
    return f"{when:<{left}}{name:<{room}}{right}"


def cells(row: "SessionRow | EntryRow", day: str, *, short: bool) -> tuple[str, str, str, str, str, str]:
    """One session or check-in; `day` is empty where it is that of the line above. In `short` a check-in has its worst pain alone."""
    time = f"{datetime.fromisoformat(row.started_at):%H:%M}"
    if isinstance(row, SessionRow):
        before, after = ("–" if pain is None else str(pain) for pain in (row.pain_before, row.pain_after))
        return day, time, clean(row.activity_title).replace("\n", " "), before, after, wording.ending(row.status)
    pains = [
        f"{name} {pain}" for name, pain in ((_("worst"), row.pain_worst), (_("average"), row.pain_average), (_("least"), row.pain_least))
    ]
    given = [words for words in pains if not words.endswith("None")]
    return day, time, CHECK_IN, ", ".join(given[:1] if short else given), "", ""


class HistoryPage(Page):
    """The columns follow the width of the screen."""

    at_rest = True

    DEFAULT_CSS = """
    HistoryPage > Text { padding: 0 1; height: auto; }
    HistoryPage > .head { color: $text-muted; padding: 0 1 0 3; text-wrap: nowrap; height: 1; }
    HistoryPage > .ways { color: $text-muted; text-wrap: nowrap; height: 1; }
    HistoryPage > Rows { height: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "charts", show=False),
        Binding("w", "helps", show=False),
        Binding("l", "look_back", show=False),
        Binding("u", "team", show=False),
        Binding("x,delete", "take_away", show=False),
        Binding("z", "bring_back", show=False),
    ]

    def __init__(self, services: "Services") -> None:
        super().__init__()
        self.services = services
        self.past = services.past
        self.items: list[SessionRow | EntryRow] = self.past.items(PAGE)
        self.more = len(self.items) == PAGE
        self.practised = self.past.practised()
        self.taken: str | None = None

    def body(self) -> list[Widget]:
        if not self.items:
            return [Text(NOTHING, id="main"), Text(classes="ways")]
        return [Text(PRACTISED.format(self.practised), classes="strong"), Text(classes="head"), Rows(id="main"), Text(classes="ways")]

    def on_resize(self, event: events.Resize) -> None:
        self._say_ways(event.size.width)
        self._show()

    def _say_ways(self, width: int) -> None:
        """What the keys do; right after something was taken away, how it comes back."""
        long, short = (AWAY, NARROW_AWAY) if self.taken else (WAYS, NARROW_WAYS)
        self.query_one(".ways", Text).say(long if width >= len(long) + 2 else short)

    def _show(self) -> None:
        if self.items:
            width = column(self.app.size.width) - 6
            self.query_one(".head", Text).say(head(width))
            rows = self.query_one(Rows)
            rows.replace(self._lines(width))
            if rows.highlighted is None:
                rows.highlighted = 0

    def _lines(self, width: int) -> list[str]:
        """Each day is named on its first line; on a narrow screen on all of them, and shortly."""
        found, before, today, narrow = [], None, self.past.today, width < WIDE
        for row in self.items:
            day = self.past.day(row.started_at)
            named = _("Today") if narrow and day == today else wording.short(day) if narrow else wording.which_day(day, today)
            found.append(line(cells(row, named if narrow or day != before else "", short=narrow), width))
            before = day
        return [*found, EARLIER] if self.more else found

    @on(Rows.OptionSelected)
    def open(self, message: Rows.OptionSelected) -> None:
        if message.option_index == len(self.items):
            self._read_on()
            return
        try:
            page = opened(self.services, self.items[message.option_index], self.past.today)
        except DtxError as problem:
            page = RefusedPage(problem)
        self.app.push_screen(page)

    def _read_on(self) -> None:
        """The next ones, behind those that are there; the place in the list stays."""
        last = utc(datetime.fromisoformat(self.items[-1].started_at))
        try:
            earlier = self.past.items(PAGE, last)
        except DtxError as problem:
            self.notify(f"{problem.problem} {problem.remedy}", markup=False)
            return
        place = len(self.items)
        self.items += earlier
        self.more = len(earlier) == PAGE
        self._show()
        self.query_one(Rows).highlighted = min(place, len(self.items) - 1)

    def action_take_away(self) -> None:
        """Out of every list at once, without a question; it can be undone for 30 days."""
        place = self.query_one(Rows).highlighted if self.items else None
        if place is None or place >= len(self.items):
            return
        row = self.items[place]
        try:
            self.taken = self.services.hide(row.session_id if isinstance(row, SessionRow) else row.entry_id)
        except DtxError as problem:
            self.notify(f"{problem.problem} {problem.remedy}", markup=False)
            return
        self._anew(place)

    def action_bring_back(self) -> None:
        """Undo the last one."""
        if self.taken is None:
            return
        try:
            self.services.removal.bring_back(self.taken)
        except DtxError as problem:
            self.notify(f"{problem.problem} {problem.remedy}", markup=False)
            return
        back, self.taken = self.taken, None
        self._anew(0, back)

    def _anew(self, place: int, what: str | None = None) -> None:
        """The list as it is now, with as many lines as before; the keys stay where they were, or go to what came back."""
        self.items = self.past.items(max(PAGE, len(self.items)))
        self.more = len(self.items) >= PAGE
        self.practised = self.past.practised()
        if (rows := self.query(Rows).first(Rows) if self.query(Rows) else None) is None:
            return
        self.query_one(".strong", Text).say(PRACTISED.format(self.practised) if self.items else NOTHING)
        self._say_ways(self.app.size.width)
        ids = [row.session_id if isinstance(row, SessionRow) else row.entry_id for row in self.items]
        rows.replace(self._lines(column(self.app.size.width) - 6))
        if self.items:
            rows.highlighted = ids.index(what) if what in ids else min(place, len(self.items) - 1)

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "b")}

    async def action_back(self) -> None:
        self.leave()

    def action_charts(self) -> None:
        from dtx.tui.chartpage import ChartPage

        self._go(lambda: ChartPage(self.services))

    def action_helps(self) -> None:
        from dtx.tui.insightpage import InsightPage

        self._go(lambda: InsightPage(self.services))

    def action_look_back(self) -> None:
        from dtx.tui.lookbackpage import LookBackPage

        self._go(lambda: LookBackPage(self.services))

    def action_team(self) -> None:
        from dtx.tui.teampage import team_page

        self._go(lambda: team_page(self.services))

    def _go(self, make: Callable[[], Page]) -> None:
        try:
            page = make()
        except DtxError as problem:
            page = RefusedPage(problem)
        self.app.push_screen(page)


def opened(services: "Services", row: "SessionRow | EntryRow", today: date) -> Page:
    """The page of one session or check-in. Raises StoreProblem."""
    from dtx.tui.checkinpage import NotedPage
    from dtx.tui.pastpage import PastPage

    if isinstance(row, SessionRow):
        return PastPage(services.log(row.session_id), today, services.past.medicines_before(row.started_at))
    return NotedPage(services.diary.entry(row), _("Check-in, {when}").format(when=wording.when(row.started_at, today)))


def history_page(services: "Services") -> Page:
    """The history, or why it cannot be read."""
    try:
        return HistoryPage(services)
    except DtxError as problem:
        return RefusedPage(problem)
