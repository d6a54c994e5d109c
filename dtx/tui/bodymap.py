"""The body, front and back, as a drawing one walks over with the arrow keys; where there is no room for it, a list of the same places."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dtx.care.sites import BACK, FRONT, SITES, WhereItHurts, said
from dtx.language import _
from dtx.tui.choices import Choices
from dtx.tui.safe import Text

ROWS: Sequence[Mapping[str, int]] = (
    {"face": 11, "head": 11},
    {"jaw": 11},
    {"throat": 11, "neck": 11},
    {"shoulder_left": 4, "shoulder_right": 18},
    {"chest": 11, "upper_back": 11},
    {"arm_left": 2, "arm_right": 20},
    {"belly": 11, "low_back": 11},
    {"hand_left": 1, "hand_right": 21, "hip_left": 7, "hip_right": 15, "pelvis": 11},
    {"thigh_left": 7, "thigh_right": 15},
    {"knee_left": 7, "knee_right": 15},
    {"calf_left": 7, "calf_right": 15},
    {"foot_left": 6, "foot_right": 16},
)
"""What is on each row of a drawing, and the column in the middle of its box. Left is one's own left in both drawings."""

PLACES = {region: (row, column) for row, regions in enumerate(ROWS) for region, column in regions.items()}

OUTLINE = (
    "         (   )         ",
    "         (   )         ",
    "         |   |         ",
    "      .--'   '--.      ",
    "   /   |       |   \\   ",
    "       |       |       ",
    "  |    |       |    |  ",
    *[" " * 23] * 5,
)
WIDTH, HEIGHT = len(OUTLINE[0]), len(OUTLINE)
GAP = 6
VIEWS = (FRONT, BACK)
TITLES = {FRONT: (_("FRONT"), _("as in a"), _("mirror")), BACK: (_("BACK"), _("from"), _("behind"))}
"""Beside the head there is room to say which view it is."""

WIDEST = 2 * WIDTH + GAP
FITS = (62, 24)
"""The smallest window in which the drawing leaves room for the question, the buttons and the controls."""

SLOPE = 3.0
"""How much farther a step across counts than one along the arrow."""

HINT = _("Arrows move, Space ticks.")


def place(site: str) -> tuple[int, int]:
    """Row and column of the middle of a box on the whole drawing."""
    region = site.partition(".")[2]
    row, column = PLACES[region]
    return row, column + VIEWS.index(site.partition(".")[0]) * (WIDTH + GAP)


def beyond(site: str, rows: int, columns: int) -> str:
    """The place that an arrow leads to; the same where there is none."""
    row, column = place(site)
    best, found = float("inf"), site
    for other in SITES:
        down, right = place(other)[0] - row, place(other)[1] - column
        along = down * rows + right * columns
        if along <= 0 or (rows and site.partition(".")[0] != other.partition(".")[0]):
            continue
        far = along + SLOPE * abs(right) / 8 if rows else along + SLOPE * abs(down) * 2
        if far < best:
            best, found = far, other
    return found


class BodyMap(Widget, can_focus=True):
    """Both drawings, with a box at each place. Posts `Moved` when the place or its tick changes, and `Choices.Done` on Enter."""

    DEFAULT_CSS = """
    BodyMap { width: 100%; height: 12; color: $text; background: $background; }
    BodyMap > .bodymap--line { color: $text-muted; background: $background; }
    BodyMap > .bodymap--box { color: $text; background: $block; }
    BodyMap > .bodymap--ticked { color: $text; background: $block; text-style: bold; }
    BodyMap > .bodymap--here { background: $block-cursor-background; color: $block-cursor-foreground;
        text-style: $block-cursor-text-style; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"bodymap--line", "bodymap--box", "bodymap--ticked", "bodymap--here"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1, 0)", show=False),
        Binding("down", "go(1, 0)", show=False),
        Binding("left", "go(0, -1)", show=False),
        Binding("right", "go(0, 1)", show=False),
        Binding("space", "tick", show=False),
        Binding("enter", "done", show=False),
    ]
    ALLOW_SELECT = False

    class Moved(Message):
        """Another place, or another tick."""

    def __init__(self) -> None:
        super().__init__()
        self.here = SITES[0]
        self.ticks: set[str] = set()

    @property
    def words(self) -> str:
        """Where one is, for the line below the drawing and for a reader of braille."""
        ticked = _("hurts") if self.here in self.ticks else _("not ticked")
        return f"{said(self.here)}: {ticked}"

    @property
    def cursor_place(self) -> Offset:
        row, column = place(self.here)
        return self.content_region.offset + Offset(self._left + column, row)

    @property
    def _left(self) -> int:
        """The drawing stands in the middle."""
        return max(0, (self.size.width - WIDEST) // 2)

    def action_go(self, rows: int, columns: int) -> None:
        self.here = beyond(self.here, rows, columns)
        self._changed()

    def action_tick(self) -> None:
        self.ticks ^= {self.here}
        self._changed()

    def action_done(self) -> None:
        self.post_message(Choices.Done())

    def on_click(self, event: events.Click) -> None:
        for site in SITES:
            row, column = place(site)
            if event.y == row and abs(event.x - self._left - column) <= 1:
                self.here = site
                self.action_tick()

    def _changed(self) -> None:
        self.refresh()
        self.post_message(self.Moved())

    def render_line(self, y: int) -> Strip:
        line = self.get_component_rich_style("bodymap--line")
        if y >= HEIGHT:
            return Strip([Segment(" " * self.size.width, line)], self.size.width)
        left = " " * self._left
        parts = [Segment(left, line)]
        for number, view in enumerate(VIEWS):
            parts += self._row(view, y)
            if number == 0:
                parts.append(Segment(" " * GAP, line))
        return Strip(parts).adjust_cell_length(self.size.width, line)

    def _row(self, view: str, y: int) -> list[Segment]:
        """One row of one drawing, with the name of the view on the first ones."""
        line = self.get_component_rich_style("bodymap--line")
        named = TITLES[view][y] if y < len(TITLES[view]) else ""
        text = named + OUTLINE[y][len(named) :]
        found: list[Segment] = []
        done = 0
        for site in sorted((one for one in SITES if one.startswith(f"{view}.") and PLACES[one.partition(".")[2]][0] == y), key=place):
            column = PLACES[site.partition(".")[2]][1]
            here, ticked = site == self.here and self.has_focus, site in self.ticks
            style = "bodymap--here" if here else "bodymap--ticked" if ticked else "bodymap--box"
            box = (">{}<" if here else "[{}]").format("x" if ticked else " ")
            found += [Segment(text[done : column - 1], line), Segment(box, self.get_component_rich_style(style))]
            done = column + 2
        found.append(Segment(text[done:], line))
        return found


class Where(Vertical):
    """The drawing with a line of words below it, or the list; what is ticked on one is ticked on the other."""

    DEFAULT_CSS = """
    Where { height: auto; }
    Where > Text { height: 1; width: 100%; text-align: center; margin: 0; text-style: bold; }
    Where.-listed { height: 2fr; min-height: 4; }
    """

    def __init__(self, question: WhereItHurts) -> None:
        super().__init__(classes="field")
        self.question = question
        self.drawn, self.listed = BodyMap(), Choices(question)
        self._drawing: bool | None = None

    def compose(self) -> ComposeResult:
        yield self.drawn
        yield Text(id="here")
        yield self.listed

    def on_mount(self) -> None:
        self._say()

    @property
    def draws(self) -> bool:
        return self._drawing is not False

    @property
    def fits(self) -> bool:
        size = self.app.size
        return size.width >= FITS[0] and size.height >= FITS[1]

    def fit(self, width: int) -> None:
        """Draw where there is room for it; what was ticked stays, and so does the focus."""
        focused = self.drawn.has_focus or self.listed.has_focus
        if self._drawing is not self.fits:
            ticked = self.given()
            self._drawing = self.fits
            self.drawn.display, self.listed.display = self.fits, not self.fits
            self.query_one("#here").display = self.fits
            self.set_class(not self.fits, "-listed")
            self._tick(ticked)
            if focused:
                self.focus()
        self.listed.fit(width)
        high = self.listed.styles.max_height
        self.styles.max_height = None if self._drawing or high is None else int(high.value)

    def focus(self, scroll_visible: bool = True) -> "Where":
        (self.drawn if self.draws else self.listed).focus(scroll_visible)
        return self

    def given(self) -> tuple[str, ...]:
        """The places that are ticked, from the head down."""
        return tuple(site for site in SITES if site in self.drawn.ticks) if self.draws else self.listed.ticked

    def restore(self, value: object) -> None:
        self._tick(value if isinstance(value, tuple) else ())

    def _tick(self, sites: Sequence[str]) -> None:
        self.drawn.ticks = {site for site in sites if site in SITES}
        if sites:
            self.drawn.here = next(iter(site for site in SITES if site in self.drawn.ticks), self.drawn.here)
        self.listed.ticks = {SITES.index(site) for site in self.drawn.ticks}
        self.listed.draw_ticks()
        self._say()

    def on_body_map_moved(self, message: BodyMap.Moved) -> None:
        message.stop()
        self._say()

    def _say(self) -> None:
        self.drawn.refresh()
        for here in self.query("#here").results(Text):
            here.say(f"{self.drawn.words[:1].upper()}{self.drawn.words[1:]}.   {HINT}")
