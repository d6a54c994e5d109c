"""How loud a session is: what the person chose for the device that is heard, and chooses now."""

from dataclasses import replace
from pathlib import Path

from dtx.language import _
from dtx.settings import FARTHEST_MS, LOUDEST, Settings, Sound
from dtx.sound.player import Player

BUSES = ("all", "voice", "cues", "bed")
STEP = 5
"""Percent for one press of a key: easy to hear, and never a start."""


class Loudness:
    """Sets a player's volumes. Whatever is changed is kept for the device, and is there again the next time it is used.

    Raises StoreProblem where a change cannot be kept; it is heard all the same.
    """

    def __init__(self, player: Player, home: Path) -> None:
        self._player, self._home = player, home
        self._device: str | None = None
        self._hushed = False
        self.sound = Sound()
        self._apply()

    def follow(self) -> bool:
        """Look which device is heard, once a second or so; another one has a loudness of its own. True when it has changed."""
        device = self._player.status().device
        if device is None or device == self._device:
            return False
        self._device, self.sound = device, Settings.read(self._home).sound(device)
        if self._hushed:
            self.sound = replace(self.sound, muted=True)
        self._apply()
        return True

    @property
    def hushed(self) -> bool:
        """Whether it is silent for this once alone."""
        return self._hushed

    @property
    def says(self) -> str:
        """How loud it is, in a sentence; or why nothing is heard."""
        status = self._player.status()
        if status.state in ("silent", "lost") and status.says:
            return status.says
        return _("No sound.") if self.sound.muted else _("The sound is at {percent} percent.").format(percent=self.sound.all)

    def louder(self, by: int = STEP, bus: str = "all") -> None:
        """Change one volume by some percent; being louder ends being muted."""
        level = min(LOUDEST, max(0, getattr(self.sound, bus) + by))
        self._change(replace(self.sound, **{bus: level}, muted=self.sound.muted and by <= 0))

    def hush(self) -> None:
        """Begin without a sound, for this once: nothing is kept, and `mute` or `louder` lets it be heard."""
        self._hushed, self.sound = True, replace(self.sound, muted=True)
        self._apply()

    def mute(self) -> None:
        """Be silent, or be heard again."""
        self._change(replace(self.sound, muted=not self.sound.muted))

    def late(self, ms: int) -> None:
        """How much later the device is heard than it says, found by ear and eye; sounds come so much sooner from the next score on."""
        self._change(replace(self.sound, late_ms=min(FARTHEST_MS, max(0, ms))))

    def _change(self, sound: Sound) -> None:
        self.sound = sound
        self._apply()
        self._hushed &= sound.muted
        if self._hushed:
            sound = replace(sound, muted=False)  # it was not what the person chose for the device
        if self._device is not None:
            Settings.read(self._home).with_sound(self._device, sound).keep(self._home)

    def _apply(self) -> None:
        for bus in BUSES:
            self._player.volume(bus, getattr(self.sound, bus) / LOUDEST)
        self._player.mute(self.sound.muted)
        self._player.late(self.sound.late_ms / 1000)
