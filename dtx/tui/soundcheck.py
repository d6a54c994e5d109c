"""A sound check: one player, what a person sets on it, and what there is to say about that. No widget is in here."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from dtx import paths
from dtx.errors import DtxError
from dtx.sessions.loudness import Loudness
from dtx.settings import BEDS, Settings
from dtx.sound.narrator import introduced, narrator
from dtx.sound.player import Player, Silent
from dtx.sound.trial import Trial
from dtx.tui.soundwords import BED_NAMES, HEARD, WIRELESS, lines, looks_wireless, where

if TYPE_CHECKING:
    from dtx.services import Services


class SoundCheck:
    """`said` is the latest word on what was done. Every change is heard, and kept at once for the device.

    It makes a player of its own where none is given.
    """

    def __init__(self, services: "Services", player: Player | None = None) -> None:
        self.player = player if player is not None else player_for(services)
        self._home, self._wanted = services.home, services.sound or player is not None
        self.loudness = Loudness(self.player, self._home)
        self._narrator = narrator()
        self._trial = Trial(self.player, self._narrator)
        self._bed = Settings.read(self._home).bed
        self._known = False
        self.said = ""

    def look(self) -> None:
        """Look how the sound is, a few times a second; another device has a loudness of its own."""
        if self.loudness.follow():
            self._known = True
            if looks_wireless(self.player.status().device) and not self.loudness.sound.late_ms:
                self.said = WIRELESS
        self._trial.look()

    def hush(self) -> None:
        self._trial.stop()

    def close(self) -> None:
        self.player.close()

    # -- how it is

    @property
    def heard(self) -> bool:
        """Whether there is a device to set anything for."""
        return self._known and self.player.status().state == "playing"

    @property
    def lost(self) -> bool:
        """Whether the sound might be tried again."""
        return self._wanted and self.player.status().state in ("silent", "lost")

    @property
    def voice(self) -> str:
        return introduced(self._narrator)

    def where(self, *, short: bool = False) -> str:
        return where(self.player.status(), self.loudness.sound.late_ms, wanted=self._wanted, short=short)

    def lines(self, width: int) -> list[str]:
        return lines(self.loudness.sound if self.heard else None, self._bed, width, lost=self.lost)

    # -- what the person does

    def change(self, bus: str, by: int) -> None:
        """Some percent louder or softer."""
        if self.heard:
            self._keep(lambda: self.loudness.louder(by, bus), bus)
        else:
            self.said = self.where()

    def set_to(self, bus: str, level: int) -> None:
        """To so many percent; to choose how loud everything is ends being silent."""
        if self.heard and self.loudness.sound.muted and bus == "all" and level:
            self._keep(self.loudness.mute)
        self.change(bus, level - getattr(self.loudness.sound, bus))

    def mute(self) -> None:
        if self.heard:
            self._keep(self.loudness.mute)
            self.said = self.loudness.says
        else:
            self.said = self.where()

    def other_bed(self, by: int) -> None:
        """The next background, or the one before."""
        self._bed = BEDS[(BEDS.index(self._bed) + by) % len(BEDS)]
        self._keep(lambda: replace(Settings.read(self._home), bed=self._bed).keep(self._home), "bed")

    def play(self, bus: str) -> None:
        """Let a volume be heard; where the sound was lost, try it once more."""
        if self.lost:
            self.player.again()
        if not self._wanted or self.lost:
            self.said = self.where()
        else:
            self.said = HEARD[self._trial.play(bus, self._bed)].format(bed=BED_NAMES[self._bed])

    def _keep(self, change: Callable[[], None], bus: str | None = None) -> None:
        """Make a change, and let it be heard. Where it cannot be kept it is heard all the same, and that is said."""
        trouble = ""
        try:
            change()
        except DtxError as problem:
            trouble = f"{problem.problem} {problem.remedy}"
        if bus is not None:
            self.play(bus)
        self.said = trouble or self.said


def player_for(services: "Services") -> Player:
    """What is heard outside of a session; silent where no sound is wanted, or a clock is moved by hand."""
    if services.clock is not None:
        return Silent(services.clock)
    if not services.sound:
        return Silent()
    from dtx.sound.speaker import Speaker

    log = None
    with suppress(DtxError):  # a folder that cannot be written is said where something is to be kept
        log = paths.make_private(paths.logs(services.home)) / "sound.log"
    return Speaker(log=log)
