"""Charts: pain before and after, sessions a week, PEG, and pain at check-ins; every value stands below in words as well."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from dtx import amounts
from dtx.care.look_back import DAY, EACH_WEEK, MONTH
from dtx.care.measures.measure import shown
from dtx.errors import DtxError
from dtx.history import SPANS
from dtx.language import _
from dtx.tui import chart, wording
from dtx.tui.chart import AFTER, BEFORE, Line
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.services import Services

PAIN, SESSIONS, PEG, CHECKED = "pain", "sessions", "peg", "checked"
CHARTS = {
    PAIN: _("Pain before ({before}) and after ({after}) practice, averages").format(before=BEFORE, after=AFTER),
    SESSIONS: _("Sessions"),
    PEG: _("PEG: how pain got in the way over a week, 0 to 10"),
    CHECKED: _("Pain at check-ins: worst ({worst}) and average ({average})").format(worst=AFTER, average=BEFORE),
}
KEYS = _("1 Pain  2 Sessions  3 PEG  4 Check-ins   r Another span")
NARROW_KEYS = _("1 pain 2 times 3 PEG 4 notes r span")
NOTHING = _("There is nothing to show here yet.")
LOWEST, HIGHEST = 6, 16
"""Rows of a chart."""


class ChartPage(Page):
    """A digit chooses the chart, and `r` the span. On a small screen the values come without the drawing."""

    at_rest = True

    DEFAULT_CSS = """
    ChartPage > Text { padding: 0 1; height: auto; }
    ChartPage > .drawn { height: auto; padding: 0 1; margin: 1 0 0 0; text-wrap: nowrap; }
    ChartPage.-low > .drawn { margin: 0; }
    ChartPage > VerticalScroll { height: 1fr; min-height: 2; padding: 0 1; scrollbar-size-vertical: 1; }
    ChartPage > .keys { color: $text-muted; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"choose('{name}')", show=False) for number, name in enumerate(CHARTS, 1)),
        Binding("r", "span", show=False),
        Binding("space", "read_on", show=False),
    ]

    def __init__(self, services: "Services") -> None:
        super().__init__()
        self.services = services
        self.past = services.past
        self.which, self.by = PAIN, EACH_WEEK
        self.labels_shown: list[str] = []
        self.lines: list[Line] = []
        self.counts: list[int] = []
        self.values: list[str] = []
        self._read()

    def body(self) -> list[Widget]:
        values = VerticalScroll(Text(classes="values"), id="main")
        return [Text(classes="strong title"), Text(classes="drawn"), values, Text(KEYS, classes="keys")]

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(".keys", Text).say(KEYS if event.size.width >= len(KEYS) + 2 else NARROW_KEYS)
        self._draw()

    # -- what there is

    def _read(self) -> None:
        today = self.past.today
        self.lines, self.counts, self.labels_shown, self.values = [], [], [], []
        if self.which == PEG:
            scores = self.past.pegs()
            self._shown([one.day for one in scores])
            self.lines = [Line("PEG", BEFORE, [one.value for one in scores])]
            self.values = [f"{wording.which_day(one.day, today)}: {shown(one.value)}" for one in scores]
            return
        if self.which == CHECKED:
            found = self.past.noted(self.by)
            self._shown([one.first for one in found])
            self.lines = [Line(_("worst"), AFTER, [one.worst for one in found]), Line(_("average"), BEFORE, [one.average for one in found])]
            self.values = [f"{wording.span(one.first, one.last, today)}: {said(one.worst, one.average, one.n)}" for one in found if one.n]
            return
        periods = self.past.periods(self.by)
        self._shown([one.first for one in periods])
        spans = [wording.span(one.first, one.last, today) for one in periods]
        if self.which == SESSIONS:
            self.counts = [one.sessions for one in periods]
            self.values = [f"{span}: {amounts.sessions(one.sessions)}" for span, one in zip(spans, periods, strict=True)]
        else:
            self.lines = [
                Line(_("before"), BEFORE, [one.before for one in periods]),
                Line(_("after"), AFTER, [one.after for one in periods]),
            ]
            self.values = [
                _("{span}: {before} before, {after} after ({sessions})").format(
                    span=span, before=shown(one.before), after=shown(one.after), sessions=amounts.sessions(one.n)
                )
                for span, one in zip(spans, periods, strict=True)
                if one.before is not None and one.after is not None
            ]

    def _shown(self, days: Sequence[date]) -> None:
        months = self.by == MONTH and self.which != PEG
        self.labels_shown = [f"{wording.MONTHS[day.month - 1]} {day.year % 100:02d}" if months else wording.short(day) for day in days]

    # -- what is shown

    def _draw(self) -> None:
        span = f", {SPANS[self.by]}" if self.which != PEG else ""
        self.query_one(".title", Text).say(f"{CHARTS[self.which]}{span}.")
        drawn = self.query_one(".drawn", Text)
        room = min(HIGHEST, self.app.size.height - 12)
        width = min(76, self.app.size.width - 2)
        there = any(value is not None for line in self.lines for value in line.values) or any(self.counts)
        drawn.display = there and room >= LOWEST
        if drawn.display:
            lines = self.lines
            drawn.say(
                chart.points(self.labels_shown, lines, width, room) if lines else chart.bars(self.labels_shown, self.counts, width, room)
            )
        self.query_one(".values", Text).say("\n".join(reversed(self.values)) if there else NOTHING)

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "b")}

    def action_choose(self, which: str) -> None:
        self.which = which
        self._again()

    def action_span(self) -> None:
        """By day, by week, by month, and round again."""
        self.by = {DAY: EACH_WEEK, EACH_WEEK: MONTH, MONTH: DAY}[self.by]
        self._again()

    def _again(self) -> None:
        try:
            self._read()
        except DtxError as problem:
            self.notify(f"{problem.problem} {problem.remedy}", markup=False)
        self._draw()

    def action_read_on(self) -> None:
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    async def action_back(self) -> None:
        self.leave()


def said(worst: float | None, average: float | None, n: int) -> str:
    parts = [f"{name} {shown(value)}" for name, value in ((_("worst"), worst), (_("average"), average)) if value is not None]
    pains, often = ", ".join(parts) or _("no pain numbers"), amounts.check_ins(n)
    return f"{pains} ({often})"
