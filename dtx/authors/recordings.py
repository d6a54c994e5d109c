"""What the rules have against a plugin's sound files: there, readable, short enough, as loud as the rest, and whose they are."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from dtx.authors.authored import PLAIN, Authored, Finding, written_at
from dtx.authors.spoken import Spoken
from dtx.host.durations import written
from dtx.host.explain import listed, offered, quoted
from dtx.host.inside import own_licence
from dtx.host.shape import SOUNDS
from dtx.language import _
from dtx.sound.brought import Unreadable
from dtx.sound.clips import SUFFIXES, key_of
from dtx.sound.mastering import VOICE_LUFS
from dtx.sound.measured import Measured, measure
from dtx.sound.shipped import sounds as shipped_sounds

if TYPE_CHECKING:
    from dtx.host.manifest import Manifest

TAKES = "voice"
"""The folder of a plugin in which its author's own takes are, each by the key of its words."""

SLACK_S = 0.05
"""A recording may be so much longer than its room: less than any voice's own fade."""

EVEN_LU = 4.0
"""A recording that is so much louder or quieter than the guiding voice makes people reach for the volume, or startles them."""

OPEN = re.compile(r"(?:CC|MIT|ISC|Apache|GPL|LGPL|AGPL|BSD|MPL|EUPL|Unlicense|OFL|LicenseRef)[A-Za-z0-9.+-]*", re.IGNORECASE)
CLOSED = re.compile(r"all rights reserved|proprietary|none|copyright .*", re.IGNORECASE)
LICENCES = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-4.0", "CC0-1.0")
OF_MEDIA = re.compile(r"licen[cs]es?(?:\.(?:md|txt))?", re.IGNORECASE)
"""A file in which it is said whose a picture or a sound is."""

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")


def of_sounds(made: Authored, lines: Sequence[Spoken]) -> Iterator[Finding]:
    """Everything about the recordings that scripts name, their beds, and the takes of lines."""
    named = {one.recording: one for one in lines if one.recording}
    beds = [name for name in made.manifest.sounds if name not in named]
    inside = sorted(path.relative_to(made.folder).as_posix() for path in made.folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    there = {name: made.folder / name for name in (*named, *beds) if (made.folder / name).is_file()}
    takes = {path: path.stem for path in sorted((made.folder / TAKES).glob("*")) if path.suffix.lower() in SUFFIXES}
    measured = measure([*there.values(), *takes])
    for name in (*named, *beds):
        one = named.get(name)
        place = one.place if one is not None else written_at(name, made.tree) or PLAIN
        activity = one.activity if one is not None else None
        if name not in there:
            yield from missing(name, place, inside, activity)
        elif isinstance(found := measured[there[name]], Unreadable):
            yield Finding(place, found.problem, found.remedy, activity=activity)
        else:
            same = [other for other in lines if other.recording == name]
            yield from against(quoted(name), found, same, place, activity)
    yield from of_takes(takes, measured, lines)
    if not made.coded:
        spare = [name for name in inside if name not in there and not name.startswith(f"{TAKES}/")]
        yield from (
            Finding(PLAIN, _("no step names {quoted}.").format(quoted=quoted(name)), _("Name it, or take it out."), warning=True)
            for name in spare
        )


def missing(name: str, place: str, inside: Iterable[str], activity: str | None) -> Iterator[Finding]:
    stem = PurePosixPath(name).stem
    if {stem, f"bed_{stem}"} & shipped_sounds():
        return
    remedy = offered(name, inside, _("Record it with `dtx record`, or correct its name."))
    yield Finding(place, _("there is no {quoted} in this folder.").format(quoted=quoted(name)), remedy, activity=activity)


def against(name: str, found: Measured, lines: Sequence[Spoken], place: str, activity: str | None) -> Iterator[Finding]:
    """What the rules have against one recording of these lines; a bed is a recording of none, and may be as long as it likes."""
    if found.lufs == float("-inf"):
        yield Finding(place, _("there is nothing to hear in {name}.").format(name=name), _("Record it again."), activity=activity)
        return
    for line in lines:
        if found.seconds > line.room_s + SLACK_S:
            sentence = _("{name} takes {length}, and has {most}.").format(
                name=name, length=written(round(found.seconds, 1)), most=written(line.room_s)
            )
            yield Finding(line.place, sentence, _("Give its step more time, or say it more briskly."), activity=activity)
    off = found.lufs - VOICE_LUFS
    if lines and abs(off) > EVEN_LU:
        sentence = (
            _("{name} is {off:.0f} dB louder than the voice of dtx.")
            if off > 0
            else _("{name} is {off:.0f} dB quieter than the voice of dtx.")
        )
        yield Finding(
            place,
            sentence.format(name=name, off=abs(off)),
            _("`dtx record` makes what it records as loud as that."),
            warning=True,
            activity=activity,
        )
    elif found.peak_dbtp > 0:
        yield Finding(
            place,
            _("{name} crackles at its loudest.").format(name=name),
            _("Record it again, a little quieter."),
            warning=True,
            activity=activity,
        )


def of_takes(takes: Mapping[Path, str], measured: Mapping[Path, Measured | Unreadable], lines: Sequence[Spoken]) -> Iterator[Finding]:
    """The author's own takes: of lines that are still said, and short enough for each."""
    said: dict[str, list[Spoken]] = {}
    for line in lines:
        said.setdefault(key_of(line.text), []).append(line)
    for path, key in takes.items():
        found, own = measured[path], said.get(key, [])
        if not own:
            sentence = _("nobody says the words of the take '{takes}/{name}' any more.").format(takes=TAKES, name=path.name)
            yield Finding(PLAIN, sentence, _("Delete it, or write the line as it was."), warning=True)
        elif isinstance(found, Unreadable):
            yield Finding(own[0].place, found.problem, found.remedy, activity=own[0].activity)
        else:
            yield from against(_("your take of {quoted}").format(quoted=quoted(own[0].text)), found, own, own[0].place, own[0].activity)


def of_licences(manifest: "Manifest", folder: Path) -> Iterator[Finding]:
    """Whether others can look up what they may do with it, and whose its pictures and sounds are (clinical 0.6)."""
    licence = manifest.licence.strip()
    if not OPEN.fullmatch(licence) and not CLOSED.fullmatch(licence):
        remedy = offered(licence, LICENCES, _("Write one such as CC-BY-4.0, or 'all rights reserved'."))
        place = f"{PLAIN}: 'licence'"
        yield Finding(place, _("{quoted} is no licence that others can look up.").format(quoted=quoted(licence)), remedy, warning=True)
    here = [path for path in folder.iterdir() if path.is_file()]
    named = manifest.media_licences
    media = sorted(path.name for path in here if path.suffix.lower() in (*SOUNDS, *PICTURES) and not own_licence(path.name, named))
    if media and not any(OF_MEDIA.fullmatch(path.name) for path in here):
        few = listed([*media[:3], *([_("others")] if len(media) > 3 else [])])
        sentence = _("{licence} is taken to hold for {few}, too.").format(licence=licence, few=few)
        yield Finding(
            PLAIN, sentence, _("If any of it is somebody else's, say whose, and its licence, under 'media_licences'."), warning=True
        )
