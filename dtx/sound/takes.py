"""Takes: what was recorded of a line, each as it was and as a clip, so that none is ever lost to a better one."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from dtx import paths
from dtx.errors import DtxError
from dtx.language import _
from dtx.sound.clips import key_of

WRITTEN = {".flac": ("FLAC", "PCM_16"), ".wav": ("WAV", "PCM_16"), ".ogg": ("OGG", "VORBIS")}
BLOCK = 16_384
"""Frames written at a time: one large write of Vorbis crashes the library (sound page, section 3)."""

MOST = 99


@dataclass(frozen=True, slots=True)
class Take:
    """One take of a line: `raw` is what the microphone gave, `clip` what is heard of it."""

    number: int
    raw: Path
    clip: Path


class Takes:
    """The takes of all lines, in the person's own folder, by their words: they belong to no plugin and are in no package."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def of(self, text: str) -> list[Take]:
        """The takes of a line, oldest first."""
        folder = self._folder(text)
        numbers = sorted(int(path.stem) for path in folder.glob("*.flac") if path.stem.isdecimal()) if folder.is_dir() else []
        return [take for number in numbers if (take := self._take(folder, number)).clip.is_file()]

    def fresh(self, text: str) -> Take:
        """Where the next take of a line goes. Raises StoreProblem, and DtxError after very many."""
        folder = paths.make_private(self._folder(text))
        number = 1 + max((int(path.stem) for path in folder.glob("*.flac") if path.stem.isdecimal()), default=0)
        if number > MOST:
            raise DtxError(_("There are {most} takes of this line.").format(most=MOST), _("Delete some in {folder}.").format(folder=folder))
        return self._take(folder, number)

    def _folder(self, text: str) -> Path:
        return paths.media(self._home) / "takes" / key_of(text)

    def _take(self, folder: Path, number: int) -> Take:
        return Take(number, folder / f"{number}.flac", folder / f"{number}.clip.flac")


def put(take: Take, target: Path) -> None:
    """Make a take what is heard: its clip is at `target`, whole or not at all, in the form its name asks for. Raises DtxError."""
    kind = target.suffix.lower()
    if kind not in WRITTEN:
        raise DtxError(
            _("{name} cannot be recorded: dtx writes FLAC, WAV and OGG.").format(name=target.name), _("Give it such a name in plugin.yaml.")
        )
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(exist_ok=True)
        if kind == ".flac":
            shutil.copyfile(take.clip, unfinished)
        else:
            rewritten(take.clip, unfinished, *WRITTEN[kind])
        unfinished.replace(target)
    except (OSError, RuntimeError) as problem:  # soundfile's own is a RuntimeError
        why = paths.reason(problem, _("the disk took no more"))
        raise DtxError(
            _("{target} cannot be written ({why}).").format(target=target, why=why),
            _("Make room, or check that you may write there; the take is kept."),
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)


def rewritten(clip: Path, target: Path, form: str, subtype: str) -> None:
    import soundfile

    samples, rate = soundfile.read(paths.for_c(clip), dtype="float32", always_2d=True)
    with soundfile.SoundFile(paths.for_c(target), "w", rate, samples.shape[1], format=form, subtype=subtype) as made:
        for start in range(0, len(samples), BLOCK):
            made.write(samples[start : start + BLOCK])
