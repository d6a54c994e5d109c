"""The page on which a person sets, by ear and eye, how late their headphones are (sound page, section 7)."""

from asyncio import TimerHandle, get_running_loop
from collections.abc import Mapping
from contextlib import suppress
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from dtx.engine.score import Cue
from dtx.errors import DtxError
from dtx.language import _
from dtx.sessions.loudness import Loudness
from dtx.settings import FARTHEST_MS
from dtx.sound.player import Player
from dtx.tui.controlbar import Label
from dtx.tui.hop import Hop
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.safe import Text

TITLE = _("Sound and picture together")
WORDS = _(
    "Headphones without a cable may be late. A soft tick comes once a second, and the block changes its place. "
    "You might move the picture with left and right, until both come together."
)
WAITS = _("The picture waits {ms} ms for the sound.")
AS_IT_SAYS = _("The picture comes when the device says so.")

STEP_MS = 10
EVERY_S = 1.0
FIRST_S = 4.0
"""A breath tone comes first, and the ticks when the ear is ready: nothing struck is the first thing heard."""

AHEAD, ANEW = 60, 30
"""So many ticks are given to the player at a time, and given anew when so many are left."""

LOOK_S = 0.25
WIDE = 60


class LatePage(Page):
    """Here the player plays as the device says, and the picture moves. What was found is kept on leaving."""

    DEFAULT_CSS = """
    LatePage > Text { padding: 0 1; height: auto; max-width: 78; }
    LatePage > Hop { margin: 1 0; }
    LatePage.-low > Hop { margin: 0; }
    LatePage > #late { text-align: center; max-width: 100%; }
    LatePage > .ways { height: auto; margin: 1 1 0 1; align-horizontal: center; }
    LatePage.-low > .ways { margin: 0; }
    LatePage.-narrow Press { padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "earlier", show=False),
        Binding("right", "later", show=False),
        Binding("0", "begin_anew", show=False),
    ]

    def __init__(self, player: Player, loudness: Loudness) -> None:
        super().__init__()
        self._player, self._loudness = player, loudness
        self.late_ms = loudness.sound.late_ms
        self._first = 0.0
        self._given = self._turned = 0
        self._next: TimerHandle | None = None
        self._kept = False

    def body(self) -> list[Widget]:
        ways = (
            Press(_("Earlier"), "←", "earlier"),
            Press(_("Later"), "→", "later"),
            Press(_("Done"), _("Enter"), "back", main=True, id="main"),
        )
        for way in ways[:2]:
            way.can_focus = False  # Enter means done: the keys of the others and a click reach them
        return [Text(TITLE, classes="strong"), Text(WORDS), Hop(), Text(self._words, id="late"), Horizontal(*ways, classes="ways")]

    async def on_mount(self) -> None:
        await super().on_mount()
        self._player.late(0.0)
        self._first = self._player.now() + FIRST_S
        self.look()
        self.set_interval(LOOK_S, self.look)

    def on_unmount(self) -> None:
        """Also where the app is closed from here."""
        self._keep()

    def _keep(self) -> None:
        if not self._kept:
            self._kept = True
            self._forget_turn()
            self._player.play((), None)
            with suppress(DtxError):  # it holds until the program ends, and is asked for again
                self._loudness.late(self.late_ms)

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#main", Press).relabel(_("Done"), _("Enter") if event.size.width >= WIDE else "")

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "b")}

    # -- ticks

    def look(self) -> None:
        """Keep the player in ticks; another device is late in its own way."""
        if self._kept:
            return
        if self._loudness.follow():
            self.late_ms = self._loudness.sound.late_ms
            self._player.late(0.0)
        status = self._player.status()
        self.query_one("#late", Text).say(self._words if status.state == "playing" else status.says)
        tick = max(0, int((self._player.now() - self._first) / EVERY_S) + 1)
        if self._given - tick < ANEW:
            begins = [Cue(self._first - FIRST_S, "breath_in")] if not self._given else []
            self._given = tick + AHEAD
            ticks = (Cue(self._first + EVERY_S * number, "lift") for number in range(tick, self._given))
            self._player.play([*begins, *ticks], None)
        self._wait()

    def _wait(self) -> None:
        """Turn when the next tick is heard, not at the next look."""
        self._forget_turn()
        wait = self._first + EVERY_S * self._turned + self.late_ms / 1000 - self._player.now()
        self._next = get_running_loop().call_later(max(0.0, wait), self._turn)

    def _forget_turn(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def _turn(self) -> None:
        passed = int((self._player.now() - self.late_ms / 1000 - self._first) / EVERY_S) + 1
        if self._player.now() - self.late_ms / 1000 >= self._first and passed > self._turned:
            self._turned = passed
            self.query_one(Hop).show(passed % 2)
        self._wait()

    # -- what the person does

    @property
    def _words(self) -> str:
        return WAITS.format(ms=self.late_ms) if self.late_ms else AS_IT_SAYS

    def action_earlier(self) -> None:
        self._move_to(self.late_ms - STEP_MS)

    def action_later(self) -> None:
        self._move_to(self.late_ms + STEP_MS)

    def action_begin_anew(self) -> None:
        self._move_to(0)

    def _move_to(self, late_ms: int) -> None:
        self.late_ms = min(FARTHEST_MS, max(0, late_ms))
        self.query_one("#late", Text).say(self._words)
        self._wait()

    async def on_press_pressed(self, message: Press.Pressed) -> None:
        message.stop()
        if message.action == "back":
            await self.action_back()
        else:
            getattr(self, f"action_{message.action}")()

    async def action_back(self) -> None:
        self._keep()
        self.leave()
