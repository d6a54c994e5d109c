"""The booth: the lines of a plugin, a microphone, and every take of each line. No screen and no keyboard is in here."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dtx import paths
from dtx.authors.spoken import Spoken
from dtx.engine.score import Cue
from dtx.errors import DtxError
from dtx.host.durations import written
from dtx.language import _
from dtx.sound.bringing import bring
from dtx.sound.clips import SUFFIXES, key_of
from dtx.sound.measured import Measured, measure
from dtx.sound.microphone import Level, Microphone
from dtx.sound.player import Player
from dtx.sound.quality import Quality
from dtx.sound.takes import Take, Takes, put
from dtx.sound.taking import made
from dtx.sound.voices import Voice, clip_of, own_and_shipped, whose

TAKES = "voice"
"""The folder of a plugin in which its author's own takes are, each by the key of its words."""

SMALL = ".ogg"
"""What is handed on is small, or a practice of sixty lines would be too large for a plugin; the takes themselves stay as they are."""

LEAD_S = 0.3
"""A little more than a sound card keeps ahead."""

TOO_LONG = _("It takes {takes}, and has {has}."), _("Say it more briskly, or give its step more time.")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A take that was just recorded: what there is to say against it, each with what to do. None of it is lost either way."""

    line: Spoken
    take: Take
    seconds: float | None
    quality: Quality | None
    faults: tuple[tuple[str, str], ...]

    @property
    def good(self) -> bool:
        return not self.faults

    def says(self) -> str:
        """One sentence about a good one."""
        length = written(round(self.seconds or 0.0, 1))
        room = (
            ", " + _("the room {noise:.0f} dB").format(noise=self.quality.noise)
            if self.quality is not None and self.quality.noise is not None
            else ""
        )
        return _("That is {length} of {most}{room}.").format(length=length, most=written(self.line.room_s), room=room)


class Booth:
    """Records the lines that can be recorded. `microphone` and `player` are made when they are first needed.

    Raises DtxError where a line cannot be recorded, heard or written; every take before stays.
    """

    def __init__(
        self,
        home: Path,
        folder: Path,
        lines: Iterable[Spoken],
        *,
        microphone: Callable[[], Microphone] | None = None,
        player: Callable[[], Player] | None = None,
    ) -> None:
        self.home, self.folder = home, folder
        known = list(lines)
        self.lines = [line for line in known if not line.varies]
        self.varying = [line for line in known if line.varies]
        self.takes = Takes(home)
        self._make_microphone = microphone or self._own_microphone
        self._make_player = player or self._own_player
        self._microphone: Microphone | None = None
        self._player: Player | None = None
        self._taking: tuple[Spoken, Take] | None = None

    # -- what there is

    def target(self, line: Spoken) -> Path:
        """Where the recording of a line is, once there is one."""
        return self.folder / line.recording if line.recording else self.folder / TAKES / f"{key_of(line.text)}{SMALL}"

    def heard(self, line: Spoken) -> tuple[Voice, Path | None]:
        """Whose voice says a line just now, and from which file."""
        if line.recording is not None and (own := self.target(line)).is_file():
            return "yours", own
        recorded = own_and_shipped(self.home, self.folder)
        found = clip_of(line.text, recorded)
        return (whose(found, recorded), found) if found is not None else ("none", None)

    def missing(self) -> list[Spoken]:
        """The lines that nobody has recorded."""
        return [line for line in self.lines if self.heard(line)[0] == "none"]

    # -- recording

    @property
    def taking(self) -> bool:
        return self._taking is not None

    @property
    def level(self) -> Level:
        return self._microphone.level if self._microphone is not None else Level()

    @property
    def device(self) -> str:
        return self._microphone.device if self._microphone is not None else ""

    @property
    def full(self) -> bool:
        """Whether the take has ended by itself."""
        return self._taking is not None and self._microphone is not None and self._microphone.full

    def open(self) -> None:
        """Open the microphone, and wait until it listens. Raises DtxError."""
        if self._microphone is not None and self._microphone.problem is not None:  # try again with a new one
            self._microphone.close()
            self._microphone = None
        if self._microphone is None:
            self._microphone = self._make_microphone()
        self._microphone.wait_open()

    def begin(self, line: Spoken) -> None:
        """Begin a take of a line; what is spoken from now on is in it."""
        self.open()
        assert self._microphone is not None
        self.hush()
        take = self.takes.fresh(line.text)
        self._microphone.take(take.raw)
        self._taking = line, take

    def end(self) -> Attempt:
        """End the take, look at it, and prepare its clip. It is kept, and heard by nobody until `keep`."""
        assert self._taking is not None and self._microphone is not None
        (line, take), self._taking = self._taking, None
        self._microphone.end()
        found = made(take.raw, take.clip)
        return Attempt(line, take, found.seconds, found.quality, (*found.quality.faults, *self._too_long(line, found.seconds)))

    def drop(self) -> None:
        """Let a take that is going on be nothing."""
        if self._taking is not None and self._microphone is not None:
            (_, take), self._taking = self._taking, None
            with suppress(DtxError):
                self._microphone.end()
            take.raw.unlink(missing_ok=True)

    def keep(self, line: Spoken, take: Take) -> Path:
        """Make a take what is heard from now on, in every line with these words that has the same recording."""
        target = self.target(line)
        put(take, target)
        if line.recording is None:  # one of another kind would be heard before it
            for other in (target.with_suffix(suffix) for suffix in SUFFIXES if suffix != SMALL):
                other.unlink(missing_ok=True)
        return target

    def bring_in(self, line: Spoken, file: Path) -> Attempt:
        """A file that was recorded elsewhere becomes a take like every other."""
        take = self.takes.fresh(line.text)
        brought = bring(file, take.clip.parent, take.clip.stem, again=True)
        if brought.path != take.clip:
            brought.path.replace(take.clip)
        shutil.copyfile(take.clip, take.raw)
        return Attempt(line, take, brought.seconds, None, self._too_long(line, brought.seconds))

    def remove(self, line: Spoken) -> bool:
        """Take a recording away; its takes stay. False where there was none."""
        voice, target = self.heard(line)
        if voice != "yours" or target is None:
            return False
        try:
            target.unlink(missing_ok=True)
        except OSError as problem:
            raise DtxError(
                _("{target} cannot be deleted ({strerror}).").format(target=target, strerror=paths.reason(problem)),
                _("Check that you may write in its folder."),
            ) from None
        return True

    def seconds(self, take: Take) -> float | None:
        found = measure([take.clip])[take.clip]
        return found.seconds if isinstance(found, Measured) else None

    def _too_long(self, line: Spoken, seconds: float | None) -> tuple[tuple[str, str], ...]:
        if seconds is None or seconds <= line.room_s + 0.05:
            return ()
        return ((TOO_LONG[0].format(takes=written(round(seconds, 1)), has=written(line.room_s)), TOO_LONG[1]),)

    # -- hearing

    def hear(self, path: Path) -> None:
        """Let a file be heard. Raises DtxError where nothing can sound."""
        player = self.player
        status = player.status()
        if status.state not in ("starting", "playing"):
            player.again()
            raise DtxError(status.says or _("There is no sound here."), _("`dtx doctor` says more about it."))
        player.play([Cue(player.now() + LEAD_S, "voice", "", str(path))], None)

    def hush(self) -> None:
        if self._player is not None:
            self._player.play((), None)

    @property
    def player(self) -> Player:
        """What is heard; it takes two seconds to come up, so it is made early."""
        if self._player is None:
            self._player = self._make_player()
        return self._player

    def close(self) -> None:
        self.drop()
        if self._microphone is not None:
            self._microphone.close()
        if self._player is not None:
            self._player.close()

    def _own_microphone(self) -> Microphone:
        return Microphone(self._log())

    def _own_player(self) -> Player:
        from dtx.sound.speaker import Speaker

        return Speaker(log=self._log(), folder=Path(self.folder.anchor))

    def _log(self) -> Path:
        return paths.make_private(paths.logs(self.home)) / "sound.log"


def unrecorded_first(lines: Sequence[Spoken], booth: Booth) -> list[Spoken]:
    """What nobody says yet comes first, then what the voice of dtx says, and last what was recorded; else in their order."""
    order = {"none": 0, "engine": 0, "dtx": 1, "yours": 2}
    return sorted(lines, key=lambda line: order[booth.heard(line)[0]])
