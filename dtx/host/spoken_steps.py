"""The steps that say something, are quiet, or change the sound: `say`, `silence`, `timed`, `section`, `ambience`."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from dtx.engine.steps import Ambience, Say, Section, Silence, Step, Timed
from dtx.host.drawn import Drawings
from dtx.host.explain import Wrong, did_you_mean, listed, quoted
from dtx.host.lines import line_faults, lines_for, too_short
from dtx.host.shape import SOUNDS, Media, NoneOrMoreSeconds, Regions, Seconds, Text, media, schema_of
from dtx.host.shape import text as text_of
from dtx.host.step_shape import PicturedShape, StepShape
from dtx.settings import BEDS

LINE = {
    "anyOf": [
        {"type": ["string", "number"]},
        {
            "type": "object",
            "properties": {"say": {"type": "string"}, "recording": {"type": "string"}},
            "required": ["say"],
            "additionalProperties": False,
        },
    ]
}
Lines = Annotated[Any, WithJsonSchema({"type": ["array", "object"], "items": LINE, "additionalProperties": LINE})]


class SayShape(PicturedShape):
    """A line of words, spoken at the pace of a slow voice, and then some quiet."""

    say: Text
    for_: Seconds | None = Field(None, alias="for")
    pause: NoneOrMoreSeconds | None = None
    recording: Media | None = None

    def faults(self) -> Iterator[Wrong]:
        yield from super().faults()
        if self.for_ is not None and self.pause is not None:
            yield Wrong(
                "'say' takes 'for' or 'pause', not both.",
                "Keep 'for' for the whole length, or 'pause' for the quiet after the words.",
                ("pause",),
            )
        elif self.for_ is not None and (wrong := too_short(self.say, self.for_, ("for",))):
            yield wrong

    def step(self, drawings: Drawings) -> Step:
        return Say(self.say, self.for_, self.pause or 0, self.recording, figure=self.figure(drawings))


class SilenceShape(StepShape):
    """Quiet for some time."""

    silence: Seconds

    def step(self, drawings: Drawings) -> Step:
        return Silence(self.silence)


KINDS = ("timed", "settle", "cue", "release", "rest", "return", "end")
"""What a stretch of time may count as: the kinds of phase of the contract that are words over some seconds."""


def kind_of(value: Any) -> str:
    word = text_of(value)
    if word not in KINDS:
        raise Wrong(f"cannot be {quoted(word)}.", f"It can be {listed(KINDS, 'or')}.")
    return word


class TimedShape(PicturedShape):
    """Something to do for a while, with words on the way."""

    has_no = {"for": "Say for how long, such as 'for: 1 min'."}

    timed: Text
    for_: Seconds = Field(alias="for")
    lines: Lines = ()
    kind: Annotated[str, BeforeValidator(kind_of), schema_of("string", enum=list(KINDS))] = "timed"

    def faults(self) -> Iterator[Wrong]:
        yield from super().faults()
        yield from line_faults(self.lines, self.for_, "this", even=True)

    def step(self, drawings: Drawings) -> Step:
        lines = lines_for(self.lines, self.for_, even=True)
        return Timed(self.timed, self.for_, self.kind, lines, figure=self.figure(drawings))


class SectionShape(PicturedShape):
    """One part of a scan: a region, its seconds and its lines. dtx softens it where the region is sore today."""

    has_no = {
        "seconds": "Say how long it is, such as 'seconds: 40'.",
        "lines": "Write what is said under 'lines:', one '- ' a line, or use 'silence'.",
    }

    section: Text
    seconds: Seconds
    lines: Lines
    regions: Regions = ()

    def faults(self) -> Iterator[Wrong]:
        yield from super().faults()
        yield from line_faults(self.lines, self.seconds, "the section")
        if not self.lines:
            yield Wrong("a section needs at least one line.", "Write its lines under 'lines:', or use 'silence'.", ("lines",))

    def step(self, drawings: Drawings) -> Step:
        lines = lines_for(self.lines, self.seconds)
        return Section(self.section, self.seconds, lines, self.regions, self.figure(drawings))


ALSO_BEDS = {"waves": "ocean", "sea": "ocean", "water": "ocean", "storm": "rain", "white": "pink", "noise": "brown", "silence": "none"}
"""What people write when they mean one of the beds of sound."""


def sound_or_none(value: Any) -> str | None:
    word = text_of(value)
    if word in ("none", "off"):
        return None
    if word in BEDS:
        return word
    if "." in word or "/" in word:
        return media(word)
    meant = did_you_mean(word, BEDS, ALSO_BEDS)
    there = f"The beds of sound are {listed(BEDS)}; a sound file of your own ends in {listed(SOUNDS, 'or')}."
    raise Wrong(f"has no bed of sound {quoted(word)}.", f"Did you mean '{meant}'?" if meant else there)


class AmbienceShape(StepShape):
    """The bed of sound from here on, in place of the one the person chose; `none` for no sound."""

    ambience: Annotated[str | None, BeforeValidator(sound_or_none), schema_of("string", examples=list(BEDS))]

    def step(self, drawings: Drawings) -> Step:
        return Ambience(self.ambience)
