"""Rendering: a session as a sound file to take along, as it is for this person today, or as it was on the day."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

from dtx import paths
from dtx.care.bracket import bracket_for
from dtx.engine.session import Diverged
from dtx.errors import DtxError, Unknown
from dtx.host.shelf import Opened
from dtx.language import N_, _
from dtx.sessions.apart import broken_script
from dtx.sessions.reader import Reader
from dtx.sessions.retold import as_delivered, as_planned
from dtx.sessions.world import Prepared
from dtx.settings import Settings
from dtx.sound.clips import Clips
from dtx.sound.needed import needed
from dtx.sound.performance import Performance, blocks
from dtx.sound.render import FORMATS, write
from dtx.sound.voices import voices

LONGEST_WAV_S = 6 * 3600
"""What a WAV file can count: four gigabytes."""

AGAIN = N_("`dtx render {id} --out FILE` makes it as it is now.")


@dataclass(frozen=True, slots=True)
class Piece:
    """A session ready to be written: what is heard, and its clips. `unspoken` are lines that nobody has ever recorded."""

    performance: Performance
    clips: Clips
    unspoken: tuple[str, ...]

    @property
    def seconds(self) -> float:
        return self.performance.seconds


class Rendering:
    """Finds out what is to be heard, and writes it."""

    def __init__(self, reader: Reader, home: Path) -> None:
        self._reader, self._home = reader, home

    def planned(self, activity_id: str, given: Mapping[str, Any]) -> Piece:
        """The activity as `dtx read` shows it, without its questions.

        Raises `Unknown`, `PluginProblem`, `ScriptProblem`, Refused when the gate closes it, and DtxError when nothing
        sounds in it or a clip is gone.
        """
        looked = self._reader.look(activity_id, given, self._reader.now())
        if "failure" in looked.page:
            raise broken_script(activity_id, looked.page["failure"])
        looked.refuse()
        performance = as_planned(looked.prepared.script, Settings.read(self._home).bed)
        return self._piece(performance, looked.prepared.opened, looked.prepared.opened.activity.title)

    def delivered(self, session_id: str) -> Piece:
        """What was delivered in that session. Raises `Unknown` for the session, and DtxError when it cannot be made again."""
        row = self._reader.store.find(session_id)
        events = self._reader.store.events(row.session_id)
        world = events[0].value
        opened = self._as_it_was(world)
        try:
            script = Prepared(opened, world).script
            performance = as_delivered(script, bracket_for(world), events, Settings.read(self._home).bed)
        except (Diverged, LookupError):  # what is looked up in the journal's first line, or in a phase, may be of another time
            raise DtxError(
                _("{activity_title} goes otherwise in this dtx than in that of the day ({version}).").format(
                    activity_title=row.activity_title, version=world["app_version"]
                ),
                _("With that one it can be made again; {again}").format(again=_(AGAIN).format(id=row.activity_id)),
            ) from None
        return self._piece(performance, opened, row.activity_title)

    def _as_it_was(self, world: Mapping[str, Any]) -> Opened:
        """The activity, from the same files as on the day."""
        plugin, activity_id = world["plugin_id"], world["activity_id"]
        try:
            opened = self._reader.shelf.open(activity_id)
        except Unknown:
            raise DtxError(
                _("The plugin '{plugin}' is gone, and that session was one of its practices.").format(plugin=plugin),
                _("Put its folder back as it was, and try again."),
            ) from None
        if opened.sha256 != world["content_sha256"]:
            raise DtxError(
                _("The plugin '{plugin}' has changed since that session, so what was heard cannot be made again.").format(plugin=plugin),
                _("With its files of that day (version {version}) it can; {again}").format(
                    version=world["plugin_version"], again=_(AGAIN).format(id=activity_id)
                ),
            )
        return opened

    def _piece(self, performance: Performance, opened: Opened, title: str) -> Piece:
        if not performance.frames:
            raise DtxError(
                _("There is nothing to hear in {title}: no time passes in it.").format(title=title),
                _("`dtx read ID` shows an activity in words."),
            )
        folder = opened.manifest.folder
        clips = Clips(voices=voices(self._home, folder), folder=folder)
        found = needed(performance, clips, self._home, folder)
        if found.gone:
            more = _(", and {number} more").format(number=len(found.gone) - 1) if len(found.gone) > 1 else ""
            raise DtxError(
                _("What is to be heard is gone: {gone}{more}.").format(gone=found.gone[0], more=more),
                _("Put it back where it was, or install dtx again."),
            )
        return Piece(performance, clips, found.unspoken)

    def write(self, piece: Piece, out: Path) -> int:
        """Write a piece, and give the size in bytes. What was there before gives way only to a whole file.

        Raises `Unknown` for a name that is no sound file's, and DtxError when it cannot be written.
        """
        check(out, self._home)
        if out.suffix.lower() == ".wav" and piece.seconds > LONGEST_WAV_S:
            raise DtxError(_("It is longer than the six hours that a WAV file can hold."), _("End the file's name in .flac or .ogg."))
        with made_whole(out) as unfinished:
            write(unfinished, FORMATS[out.suffix.lower()], blocks(piece.performance, piece.clips))
        return out.stat().st_size


def check(out: Path, home: Path) -> None:
    """Whether a sound file can have this name and this place. Raises Unknown and DtxError."""
    if out.suffix.lower() not in FORMATS:
        raise Unknown(
            _("{name} is no kind of sound file that dtx writes.").format(name=out.name), _("End its name in .ogg, .wav or .flac.")
        )
    try:
        place = Path(os.path.realpath(out))
        if place.is_relative_to(os.path.realpath(home)):
            why = _("it is among dtx's own files")
        elif place.exists() and not place.is_file():
            why = _("there is something by that name that is no file")
        elif not place.parent.is_dir():
            why = _("there is no such folder")
        else:
            return
    except (OSError, ValueError) as error:
        why = reason(error)
    raise unwritable(out, why)


@contextmanager
def made_whole(out: Path) -> Iterator[Path]:
    """A file beside `out`, for its owner alone, that takes its place once it is whole; whatever happens, nothing else is left."""
    place = Path(os.path.realpath(out))
    unfinished = place.with_name(f".dtx-{token_hex(8)}.part")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(place)
    except (OSError, RuntimeError, AssertionError) as error:  # soundfile's own is a RuntimeError, and it asserts that all was taken
        raise unwritable(out, reason(error)) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def unwritable(out: Path, why: str) -> DtxError:
    return DtxError(
        _("{out} could not be written ({why}).").format(out=out, why=why), _("Choose another place or make room; nothing was changed.")
    )


def reason(error: Exception) -> str:
    """Why, in a few words; a sound library does not say more than that it could not."""
    if isinstance(error, OSError):
        return paths.reason(error)
    return _("it is no name of a file") if isinstance(error, ValueError) else _("the disk took no more")
