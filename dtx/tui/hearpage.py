"""Before the very first breath: whether the sound is heard, and a key to go on either way."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from dtx.errors import DtxError
from dtx.language import _
from dtx.sessions.loudness import STEP
from dtx.sound.player import Player
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.refusedpage import RefusedPage
from dtx.tui.safe import Text
from dtx.tui.soundcheck import SoundCheck

if TYPE_CHECKING:
    from dtx.services import Services

LOOK_S = 0.25
ASKED = _("Can you hear a soft sound?")
NEED_NOT = _("Everything is written on the screen, too. You can go on without sound.")


class HearPage(Page):
    """Plays one cue as soon as there is a device. Enter goes on to the page that `then` gives."""

    DEFAULT_CSS = """
    HearPage > Vertical { height: 1fr; padding: 1 2; }
    HearPage.-low > Vertical { padding: 0 1; }
    HearPage Vertical > Text { margin: 0 0 1 0; height: auto; max-width: 76; }
    HearPage.-low Vertical > Text { margin: 0; }
    HearPage .ways { height: 3; margin: 0 0 1 0; }
    HearPage.-low .ways { height: 1; margin: 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False),
        Binding("plus,equals_sign,right,up", "louder(1)", show=False),
        Binding("minus,left,down", "louder(-1)", show=False),
        Binding("m", "mute", show=False),
    ]

    def __init__(self, services: "Services", then: Callable[[], Page], player: Player | None = None) -> None:
        super().__init__()
        self._check = SoundCheck(services, player)
        self._then = then
        self._played = self._left = False

    def body(self) -> list[Widget]:
        ways = Press(_("Softer"), "-", "softer"), Press(_("Louder"), "+", "louder"), Press(_("No sound"), "m", "mute")
        for way in ways:
            way.can_focus = False  # Enter must not find it: its key and a click reach it
        go_on = Press(_("Go on"), "Enter", "go_on", main=True, id="main")
        said = Text(id="said"), Text(NEED_NOT, classes="quiet")
        return [Vertical(Text(ASKED, classes="strong"), Text(id="where"), Horizontal(*ways, classes="ways"), *said, go_on)]

    async def on_mount(self) -> None:
        await super().on_mount()
        self.look()
        self.set_interval(LOOK_S, self.look)

    def on_unmount(self) -> None:
        self._check.close()

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "pause": Label(_("Again"), _("Space"))}

    def look(self) -> None:
        """Let it be heard once, as soon as anything can be heard."""
        if not self.is_current:
            return
        self._check.look()
        if self._check.heard and not self._played:
            self._played = True
            self._check.play("cues")
        self.query_one("#where", Text).say(self._check.where(short=self.has_class("-low")))
        self.query_one("#said", Text).say(self._check.said)

    def action_louder(self, by: int) -> None:
        self._check.change("all", by * STEP)
        self.look()

    def action_mute(self) -> None:
        self._check.mute()
        self.look()

    def action_go_on(self) -> None:
        if self._left:
            return
        self._left = True  # a second Enter must not begin a second session
        self._check.hush()
        self._check.close()  # a session has a player of its own
        try:
            page = self._then()
        except DtxError as problem:
            page = RefusedPage(problem)
        self.app.switch_screen(page)

    @on(Press.Pressed)
    def pressed(self, message: Press.Pressed) -> None:
        if message.action == "go_on":
            self.action_go_on()
        elif message.action == "mute":
            self.action_mute()
        else:
            self.action_louder(1 if message.action == "louder" else -1)

    async def action_pause(self) -> None:
        """Hear it once more."""
        self._check.play("cues")
        self.look()

    def rest(self) -> None:
        self._check.hush()

    async def action_back(self) -> None:
        self.leave()
