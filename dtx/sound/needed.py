"""What is needed for a performance: which of its clips are here, which are gone, and which lines never had one."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from dtx.engine.view import NO_BED
from dtx.language import _
from dtx.sound.clips import Clips, key_of
from dtx.sound.cues import heard, speaks
from dtx.sound.performance import Performance
from dtx.sound.shipped import recorded, speaking
from dtx.sound.voices import clip_of, voices


@dataclass(frozen=True, slots=True)
class Needed:
    """`gone` are sounds and lines, as one would name them, whose clips ought to be here; `unspoken` are lines that have none."""

    gone: tuple[str, ...]
    unspoken: tuple[str, ...]


def needed(performance: Performance, clips: Clips, home: Path, plugin: Path | None = None) -> Needed:
    """Look for every clip. `home` and `plugin` as for `voices`; a line that ships is held to be gone when its file was damaged, too."""
    sounds, beds, lines, recordings = dict[str, None](), dict[str, None](), dict[str, None](), dict[str, str]()
    for telling in performance.tellings:
        beds |= {telling.bed: None} if telling.bed is not None and telling.bed != NO_BED else {}
        beds |= dict.fromkeys(("swell_dark", "swell_bright")) if telling.swell else {}
        for cue in telling.score:
            sound = heard(cue).sound
            sounds |= {sound: None} if sound is not None else {}
            if cue.recording and speaks(cue, telling.score):
                recordings[cue.recording] = cue.text
            elif speaks(cue, telling.score):
                lines[cue.text] = None
    gone = [_("the sound {name}").format(name=name) for name in sounds if clips.sound(name) is None]
    gone += [_("the loop {name}").format(name=name) for name in beds if clips.loop(name) is None]
    shipped, folders = shipped_lines(), voices(home, plugin)
    gone += [
        _("the recording {name}").format(name=name)
        for name, text in recordings.items()
        if clips.recording(name) is None and not clip_of(text, folders)
    ]
    found = {line: clip_of(line, folders) for line in lines}
    gone += [_("the clip of “{line}”").format(line=line) for line, clip in found.items() if is_gone(clip, shipped.get(key_of(line)))]
    return Needed(tuple(gone), tuple(line for line, clip in found.items() if clip is None and key_of(line) not in shipped))


def shipped_lines() -> Mapping[str, Mapping[str, Any]]:
    """The lines that ship with dtx, by the name of their clip."""
    found: dict[str, Mapping[str, Any]] = {}
    for listed in recorded():
        found = {**listed["clips"], **found}
    return found


def is_gone(clip: Path | None, listed: Mapping[str, Any] | None) -> bool:
    if listed is None:
        return False
    if clip is None:
        return True
    if clip.parent.name not in speaking() or "sha256" not in listed:  # somebody's own take of it
        return False
    return sha256(clip.read_bytes()).hexdigest() != str(listed["sha256"])
