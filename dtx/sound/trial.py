"""A trial: a short sound to judge the loudness by, while it is being chosen."""

from typing import Literal

from dtx.engine.score import Cue
from dtx.language import _
from dtx.sound.narrator import Narrator
from dtx.sound.player import Player
from dtx.sound.swell import Swell

LINE = _("Set the volume so this is comfortable.")

Kind = Literal["line", "tones", "bed", "swell"]
"""The line; a breath tone and a bell; a bed; or, where no bed was chosen, the swell of one breath."""

BELL_S = 3.2
"""The bell comes so long after the breath tone: no bell is ever the first thing heard (sound page, section 7)."""

TONES_S, BED_S = 7.0, 8.0
IN_S, OUT_S = 4.0, 6.0
LEAD_S = 0.3
"""A little more than a sound card keeps ahead."""

ENOUGH_S = 1.0
"""With so much still to come, a change is heard in what sounds already."""


class Trial:
    """Plays on `player`. What sounds goes on while it is changed, so that nobody hears ten beginnings."""

    def __init__(self, player: Player, narrator: Narrator | None) -> None:
        self._player, self._narrator = player, narrator
        self._sounds: tuple[Kind, str] | None = None
        self._waits: tuple[Kind, str] | None = None
        self._until = 0.0

    def play(self, bus: str, bed: str) -> Kind:
        """Let one of the volumes be heard, `bus` as in `Player.volume`; as soon as there is sound. Tells what that is."""
        kind = self._kind(bus, bed)
        self._waits = kind, bed
        self.look()
        return kind

    def look(self) -> None:
        """Play what was asked for before there was sound, and end what has sounded long enough. A few times a second."""
        state = self._player.status().state
        if self._waits is not None and state != "starting":
            (kind, bed), self._waits = self._waits, None
            if state == "playing":
                self._play(kind, bed)
        if self._sounds is not None and self._player.now() > self._until:
            self.stop()

    @property
    def sounds(self) -> bool:
        """Whether something is heard, or will be once there is sound."""
        return self._sounds is not None or self._waits is not None

    def stop(self) -> None:
        self._sounds = self._waits = None
        self._player.play((), None)

    def _kind(self, bus: str, bed: str) -> Kind:
        if bus == "bed":
            return "bed" if bed != "none" else "swell"
        return "line" if bus != "cues" and self._narrator is not None and LINE in self._narrator.seconds else "tones"

    def _play(self, kind: Kind, bed: str) -> None:
        now, again = self._player.now(), self._sounds == (kind, bed)
        if again and kind == "bed":
            self._until = now + BED_S
            return
        if again and self._until - now > ENOUGH_S:
            return
        at = (max(now, self._until) if again else now) + LEAD_S
        match kind:
            case "line" if self._narrator is not None:
                self._until = at + self._narrator.seconds[LINE]
                self._player.play([Cue(at, "voice", LINE)], None)
            case "bed":
                self._until = now + BED_S
                self._player.play((), bed)
            case "swell":
                self._until = at + IN_S + OUT_S
                self._player.play((), None, [Swell(at, IN_S, 0.0, 1.0), Swell(at + IN_S, OUT_S, 1.0, 0.0)])
            case _:
                self._until = at + TONES_S
                self._player.play([Cue(at, "breath_in"), Cue(at + BELL_S, "rest")], None)
        self._sounds = kind, bed
