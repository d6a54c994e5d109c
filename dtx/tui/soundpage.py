"""The sound page: on what one hears, who speaks, and how loud everything is."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from dtx.language import N_, _
from dtx.sessions.loudness import BUSES, STEP
from dtx.sound.player import Player
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.rows import Rows
from dtx.tui.safe import Text
from dtx.tui.soundcheck import SoundCheck

if TYPE_CHECKING:
    from dtx.services import Services

ELSEWHERE = N_("The sound plays on the computer on which dtx runs, not in the browser.")

LOOK_S = 0.25
"""How often the page looks how the sound is."""

WHICH, TEST, LATE = len(BUSES), len(BUSES) + 1, len(BUSES) + 2
"""The lines below the volumes."""

HINT = _("Up, down  Choose a line   0 to 9  Loudness   Enter  Hear it")
NARROW_HINT = _("left right change  m off  Enter hear")
WIDE, HIGH = 60, 20
"""From this size on there are buttons as well, which have their keys beside them."""

AROUND = 5
"""The margins, the sign beside the line the keys are on, and a bar to scroll with."""


class SoundPage(Page):
    """Left and right change the line the keys are on; Enter lets it be heard. A `player` that is given is closed on leaving, too."""

    at_rest = True

    DEFAULT_CSS = """
    SoundPage > Text { padding: 0 1; height: auto; max-width: 78; }
    SoundPage.-low > .strong { display: none; }
    SoundPage > Rows { height: 1fr; min-height: 4; max-height: 7; margin: 1 0; padding: 0 1; }
    SoundPage.-low > Rows { margin: 0; }
    SoundPage > #said { min-height: 1; }
    SoundPage.-low > #said { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    SoundPage > .ways { height: 3; margin: 1; }
    SoundPage.-low > .ways, SoundPage.-narrow > .ways { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("plus,equals_sign", "louder(1)", show=False),
        Binding("minus", "louder(-1)", show=False),
        Binding("m", "mute", show=False),
        *(Binding(str(tens), f"set({tens * 10})", show=False) for tens in range(10)),
    ]

    def __init__(self, services: "Services", player: Player | None = None) -> None:
        super().__init__()
        self._check = SoundCheck(services, player)

    def body(self) -> list[Widget]:
        ways = Press(_("Softer"), "←", "softer"), Press(_("Louder"), "→", "more"), Press(_("No sound"), "m", "mute")
        for way in ways:
            way.can_focus = False  # Enter must not find it: its key and a click reach it
        return [
            Text(_("Sound"), classes="strong"),
            Text(id="where"),
            Text(self._check.voice, id="voice", classes="quiet"),
            Rows(self._check.lines(self.app.size.width - AROUND), id="main"),
            Text(id="said"),
            Horizontal(*ways, classes="ways"),
            Text(HINT, id="hint", classes="quiet"),
        ]

    async def on_mount(self) -> None:
        await super().on_mount()
        self.query_one(Rows).highlighted = 0
        self.look()
        self.set_interval(LOOK_S, self.look)

    def on_unmount(self) -> None:
        self._check.close()

    def on_screen_resume(self) -> None:
        """The page above may have set how late the sound comes."""
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#hint", Text).say(HINT if event.size.width >= WIDE and event.size.height >= HIGH else NARROW_HINT)
        self._show()

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "b")}

    def look(self) -> None:
        """Look how the sound is, unless another page looks after it."""
        if self.is_current:
            self._check.look()
            self._show()

    def _show(self) -> None:
        where, short = self._check.where(short=self.has_class("-low")), self.has_class("-low")
        self.query_one("#where", Text).say(f"{where}\n{_(ELSEWHERE)}" if self.app.is_web and not short else where)
        self.query_one("#said", Text).say(self._check.said)
        rows = self.query_one(Rows)
        for number, line in enumerate(self._check.lines(self.app.size.width - AROUND)):
            if rows.lines[number] != line:
                rows.change(number, line)

    # -- what the person does

    @property
    def _place(self) -> int:
        return self.query_one(Rows).highlighted or 0

    def action_move(self, by: int) -> None:
        """One step on the line the keys are on."""
        if self._place < WHICH:
            self._check.change(BUSES[self._place], by * STEP)
        elif self._place == WHICH:
            self._check.other_bed(by)
        elif self._place == LATE:
            self._line_up()
        self._show()

    def action_set(self, level: int) -> None:
        if self._place < WHICH:
            self._check.set_to(BUSES[self._place], level)
            self._show()

    def action_louder(self, by: int) -> None:
        """As in a session: everything, wherever the keys are."""
        self._check.change("all", by * STEP)
        self._show()

    def action_mute(self) -> None:
        self._check.mute()
        self._show()

    @on(Rows.OptionSelected)
    def hear(self, message: Rows.OptionSelected) -> None:
        """Enter or a click lets the line be heard, or opens what is behind it."""
        place = message.option_index
        if place == LATE:
            self._line_up()
        else:
            self._check.play(BUSES[place] if place < WHICH else "bed" if place == WHICH else "voice")
        self._show()

    @on(Press.Pressed)
    def pressed(self, message: Press.Pressed) -> None:
        if message.action == "mute":
            self.action_mute()
        else:
            self.action_move(1 if message.action == "more" else -1)

    def _line_up(self) -> None:
        """Set by ear and eye how late the sound comes."""
        from dtx.tui.latepage import LatePage

        if self._check.heard:
            self._check.hush()
            self.app.push_screen(LatePage(self._check.player, self._check.loudness))
        else:
            self._check.said = self._check.where()

    def rest(self) -> None:
        self._check.hush()

    async def action_help(self) -> None:
        self.rest()
        await super().action_help()

    async def action_back(self) -> None:
        self.leave()
