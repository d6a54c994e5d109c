"""The steps a script may yield. Each is frozen, and knows the phases it is made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from dtx.engine.figure import Figure
from dtx.engine.phase import SHORTEST_SILENCE_S, Line, Phase, say_seconds, timed_lines
from dtx.engine.questions import Question
from dtx.language import _

Seconds = float


@dataclass(frozen=True, slots=True)
class Say:
    """A line of words, spoken in `ceil(words / 2)` seconds, then quiet until `seconds` are over.

    With no `seconds` the line takes its speaking time and the quiet that `pause` asks for. `figure`, here and in other steps,
    is a picture to look at meanwhile.
    """

    verb: ClassVar[str] = "say"
    text: str
    seconds: Seconds | None = None
    pause: Seconds = 0
    recording: str | None = None
    at: Mapping[str, str | int] = field(default_factory=dict)
    figure: Figure | None = None

    def phases(self) -> tuple[Phase, ...]:
        say: float = say_seconds(self.text)
        total = self.seconds if self.seconds is not None else say + self.pause
        if total <= say:  # no room for quiet: the line has the whole slot, the plan never shifts
            return (Phase("say", total, self.text, "voice", self.at, recording=self.recording),)
        return (
            Phase("say", say, self.text, "voice", self.at, recording=self.recording),
            Phase("silence", total - say, self.text, None, self.at),
        )


@dataclass(frozen=True, slots=True)
class Silence:
    """Quiet for some seconds."""

    verb: ClassVar[str] = "silence"
    seconds: Seconds

    def phases(self) -> tuple[Phase, ...]:
        return (Phase("silence", self.seconds),)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One breath, in seconds: in, hold full, out, rest empty; `top_up` is a second, short in-breath."""

    inhale: Seconds
    hold: Seconds
    exhale: Seconds
    rest: Seconds = 0
    top_up: Seconds = 0

    @property
    def seconds(self) -> Seconds:
        return self.inhale + self.top_up + self.hold + self.exhale + self.rest

    @property
    def holds(self) -> bool:
        """Whether the breath is held full. A short natural rest on empty is not a hold."""
        return self.hold > 0

    def phases(self, cycle: int) -> Iterator[Phase]:
        """One phase per non-zero part (clinical 1.2)."""
        at = {"cycle": cycle}
        full = self.inhale / (self.inhale + self.top_up)
        if self.inhale:
            yield Phase("inhale", self.inhale, _("In"), "breath_in", at, swell=(0.0, full))
        if self.top_up:
            yield Phase("inhale_top", self.top_up, _("A little more"), "breath_top", at, swell=(full, 1.0))
        if self.hold:
            yield Phase("hold", self.hold, _("Hold"), "breath_hold", at, swell=(1.0, 1.0))
        if self.exhale:
            yield Phase("exhale", self.exhale, _("Out"), "breath_out", at, swell=(1.0, 0.0))
        if self.rest:
            yield Phase("rest_empty", self.rest, _("Rest"), "breath_rest", at, swell=(0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Breathe:
    """Paced breathing: `ramp` is a list of (cycles, pattern) that come first, then `cycles` of `pattern`.

    `faster` are the paces that "Too slow" leads to, one after the other.
    """

    verb: ClassVar[str] = "breathe"
    pattern: Pattern
    cycles: int
    ramp: tuple[tuple[int, Pattern], ...] = ()
    faster: tuple[Pattern, ...] = ()

    def phases(self) -> tuple[Phase, ...]:
        blocks = [*self.ramp, (self.cycles, self.pattern)]
        patterns = [pattern for cycles, pattern in blocks for _ in range(cycles)]
        return tuple(phase for cycle, pattern in enumerate(patterns, 1) for phase in pattern.phases(cycle))

    def eased(self, phases: tuple[Phase, ...], index: int) -> tuple[Phase, ...] | None:
        """The breath at `index` to its end, then the next faster pace for as many whole breaths as the time left has room for."""
        if not self.faster:
            return None
        cycle = int(phases[index].at["cycle"])
        latest = sum(phase.seconds for phase in phases if phase.at["cycle"] == phases[-1].at["cycle"])
        quicker = [pattern for pattern in self.faster if pattern.seconds < latest]
        if not quicker:
            return None
        kept = tuple(phase for phase in phases if int(phase.at["cycle"]) <= cycle)
        left_s = sum(phase.seconds for phase in phases[len(kept) :])
        more = int((left_s + 1e-9) // quicker[0].seconds)
        return kept + tuple(phase for number in range(cycle + 1, cycle + 1 + more) for phase in quicker[0].phases(number))


LET_GO = (Line(0, _("And let go.")),)
LOOSE = _("Let it be as loose as it likes.")
LIGHTLY = _("Only lightly, about a third. Keep breathing.")
RELEASE_ONLY = _("Bring attention to this area without tightening it. As you breathe out, let it be as loose as it likes.")
CRAMP = (
    Line(0, _("No more tightening here. If it is a cramp, you might stretch it gently.")),
    Line(15, _("If it does not ease within half a minute, you might stop for today.")),
)
"""What is said instead of tensing after "Cramp or pain" (clinical 3.4 and 8.3)."""


@dataclass(frozen=True, slots=True)
class Tense:
    """Tense one muscle group and let go, once or more. `tense_s` of 0 is the release-only form.

    Defaults are the standard form of Bernstein & Borkovec (1973) as timed in clinical 3.3. The `..._lines` are captions: inside
    the first cue, the first release and the later ones. `regions` are the body regions that it tenses, by the names of
    `care.regions`; `name` is what the group is called aloud, `release_text` the words of its release-only cue.
    """

    verb: ClassVar[str] = "tense"
    group: str
    text: str
    trials: int = 2
    cue_s: Seconds = 10
    tense_s: Seconds = 6
    release_s: Seconds = 35
    again_s: Seconds = 4
    tense_text: str = _("Tighten, steady, keep breathing.")
    again_text: str = _("Once more, even softer.")
    release_lines: tuple[Line, ...] = LET_GO
    again_lines: tuple[Line, ...] = (Line(0, _("Let go again.")),)
    regions: tuple[str, ...] = ()
    name: str = ""
    release_text: str = RELEASE_ONLY
    cue_lines: tuple[Line, ...] = ()
    recording: str | None = None
    figure: Figure | None = None

    def phases(self) -> tuple[Phase, ...]:
        return tuple(self._phases())

    def released(self) -> "Tense":
        """The same group without tightening (clinical 3.3). The name comes first, for whoever has the eyes closed."""
        name = self.name or self.group.replace("_", " ")
        notice, _, loosen = self.release_text.partition(". ")
        said = (Line(0, f"{name[:1].upper()}{name[1:]}."), Line(say_seconds(name) + 1, f"{notice}." if loosen else notice))
        later = (line for line in self.release_lines if line.at_s > 0)
        lines = (Line(0, loosen or LOOSE), *later)
        form = replace(self, text=self.release_text, cue_lines=said, trials=1, cue_s=10, tense_s=0, release_s=35, release_lines=lines)
        return replace(form, recording=None, figure=None)  # they say and show how to tighten

    def gentled(self) -> "Tense":
        """The gentle form (clinical 3.3): one short trial, and a third of the strength. What tightens nothing is gentle already."""
        gentle = replace(self, trials=1, tense_s=min(self.tense_s, 5), release_s=30) if self.tense_s else self
        return gentle if gentle == self else replace(gentle, tense_text=LIGHTLY)  # the script around it may have said half

    def eased(self, phases: tuple[Phase, ...], index: int) -> tuple[Phase, ...] | None:
        """What was done stays; no tensing follows, but one release with words for a cramp. None where that has been done."""
        instead = self._release(phases[index].at, CRAMP)
        return None if phases[-1].text == instead.text else (*phases[: index + 1], instead)

    def _phases(self) -> Iterator[Phase]:
        for trial in range(1, (self.trials if self.tense_s else 1) + 1):
            at: dict[str, str | int] = {"group": self.group, "trial": trial}
            if trial == 1:
                cue = None if self.cue_lines else "voice"
                yield Phase("cue", self.cue_s, self.text, cue, at, self.cue_lines, self.recording if cue else None)
            else:
                yield Phase("cue", self.again_s, self.again_text, "voice", at)
            if self.tense_s:
                yield Phase("tense", self.tense_s, self.tense_text, "tense", at, swell=(0.4, 1.0))
            yield self._release(at, self.release_lines if trial == 1 else self.again_lines)

    def _release(self, at: Mapping[str, str | int], lines: tuple[Line, ...]) -> Phase:
        if not self.tense_s and lines == LET_GO:  # nothing was tightened that one could let go of
            lines = (Line(0, LOOSE),)
        within = tuple(line for line in lines if line.at_s < self.release_s)
        full = 1.0 if self.tense_s else 0.4
        return Phase("release", self.release_s, within[0].text if within else LOOSE, "release", at, within, swell=(full, 0.0))


@dataclass(frozen=True, slots=True)
class Timed:
    """One phase of a given length: settling, resting, an exercise done by the clock.

    `lines` spreads evenly over the seconds when given as texts; give `Line`s for exact places.
    """

    verb: ClassVar[str] = "timed"
    text: str
    seconds: Seconds
    kind: str = "timed"
    lines: tuple[Line, ...] | tuple[str, ...] = ()
    cue: str | None = None
    at: Mapping[str, str | int] = field(default_factory=dict)
    figure: Figure | None = None

    def phases(self) -> tuple[Phase, ...]:
        texts = tuple(line for line in self.lines if isinstance(line, str))
        lines = timed_lines(texts, self.seconds) if texts else tuple(line for line in self.lines if isinstance(line, Line))
        return (Phase(self.kind, self.seconds, self.text, self.cue, self.at, lines),)


SIDES = ("left", "right")
NAMED_S = 2
"""Quiet after the name of what comes next: a short name takes longer to say than its two words are given."""


@dataclass(frozen=True, slots=True)
class Move:
    """An exercise: sets of repetitions by tempo, at one's own pace, or by the clock (clinical 5.1).

    `side` is "both", "each" (set 1 left, switch, set 1 right, rest, set 2 …) or "alternate" (sides change with each rep).
    `timed_s` replaces sets and reps. `transition_s` is the change-over before the exercise; the first one has none.
    `how` is the cue in one sentence, `regions` what it works on, `harder` the id of the harder version. `easier` is what the
    person gets who asks for it on the way; `instead` is what the host gives, or else nothing, to whom one of the flags in
    `unsafe` applies; `strengthening` rests on a day of strong pain.
    """

    verb: ClassVar[str] = "move"
    exercise: str
    text: str
    sets: int = 1
    reps: int = 1
    lift_s: Seconds = 2
    hold_s: Seconds = 0
    lower_s: Seconds = 2
    side: str = "both"
    rest_s: Seconds = 0
    switch_s: Seconds = 5
    timed_s: Seconds | None = None
    own_pace: bool = False
    transition_s: Seconds = 0
    how: str = ""
    caution: str = ""
    regions: tuple[str, ...] = ()
    strengthening: bool = False
    unsafe: tuple[str, ...] = ()
    figure: Figure | None = None
    easier: "Move | None" = None
    harder: str = ""
    instead: "Move | None" = None
    recording: str | None = None

    @property
    def rep_s(self) -> Seconds:
        return self.lift_s + self.hold_s + self.lower_s

    @property
    def seconds(self) -> Seconds:
        """The exercise without its change-over: `sets*(sides*reps*rep_s + (sides-1)*switch_s) + (sets-1)*rest_s`."""
        if self.timed_s is not None:
            return self.timed_s
        sides = 2 if self.side == "each" else 1
        return self.sets * (sides * self.reps * self.rep_s + (sides - 1) * self.switch_s) + (self.sets - 1) * self.rest_s

    def phases(self) -> tuple[Phase, ...]:
        return tuple(phase for phase in self._phases() if phase.seconds)

    def eased(self, phases: tuple[Phase, ...], index: int) -> tuple[Phase, ...] | None:
        """What was done stays; the rest is the easier version's, from the same set and repetition on."""
        if self.easier is None or phases[index].at["exercise"] != self.exercise:
            return None
        place, easier = self._place(phases[index]), replace(self.easier, transition_s=0)
        return phases[: index + 1] + tuple(phase for phase in easier.phases() if phase.kind == "timed" or easier._place(phase) > place)

    def _place(self, phase: Phase) -> tuple[int, int, int]:
        """Where a phase stands: set, side, repetition. A rest comes before its set, a change of sides after the left one."""
        at = phase.at
        side = SIDES.index(str(at["side"])) if self.side == "each" and "side" in at else 0
        return int(at.get("set", 0)), side, int(at.get("rep", self.reps + 1 if phase.kind == "switch" else 0))

    def _phases(self) -> Iterator[Phase]:
        here: dict[str, str | int] = {"exercise": self.exercise}
        following = _("Next: {text}").format(text=self.text)
        told = (Line(0, following, self.recording), Line(say_seconds(following) + NAMED_S, self.how)) if self.how else ()
        named = None if told else self.recording
        yield Phase("transition", self.transition_s, following, "transition", here, told, named, alone=True)
        if self.timed_s is not None:
            yield Phase("timed", self.timed_s, self.text, "go", here)
            return
        for number in range(1, self.sets + 1):
            at = here | {"set": number}
            if number > 1:
                yield Phase("rest", self.rest_s, _("Rest"), "rest", at, alone=True)
            if self.side == "each":
                yield from self._reps(at | {"side": SIDES[0]})
                yield Phase("switch", self.switch_s, _("Change sides"), "switch", at, alone=True)
                yield from self._reps(at | {"side": SIDES[1]})
            else:
                yield from self._reps(at)

    def _reps(self, at: dict[str, str | int]) -> Iterator[Phase]:
        if self.own_pace:
            yield Phase("timed", self.reps * self.rep_s, self.text, "go", at, waits=True)
            return
        for rep in range(1, self.reps + 1):
            here = at | {"rep": rep}
            if self.side == "alternate":
                here["side"] = SIDES[(rep - 1) % 2]
            yield Phase("lift", self.lift_s, self.text, "lift", here, swell=(0.0, 1.0))
            yield Phase("hold", self.hold_s, _("Hold"), "hold", here, swell=(1.0, 1.0))
            yield Phase("lower", self.lower_s, _("Slowly back"), "lower", here, swell=(1.0, 0.0))


@dataclass(frozen=True, slots=True)
class Ambience:
    """Change the bed of sound, or stop it with None. Takes no time."""

    verb: ClassVar[str] = "ambience"
    sound: str | None

    def phases(self) -> tuple[Phase, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a scan: one region, its seconds, its lines. The host may swap, move, rename or remove it.

    `lines` are (start, text) with the start in seconds inside the section, or plain texts whose quiet is shared equally.
    `regions` are the body regions it visits, by the names of `care.regions`.
    """

    verb: ClassVar[str] = "section"
    region: str
    seconds: Seconds
    lines: tuple[Line, ...] | tuple[str, ...]
    regions: tuple[str, ...] = ()
    figure: Figure | None = None

    def phases(self) -> tuple[Phase, ...]:
        return tuple(self._phases())

    def _phases(self) -> Iterator[Phase]:
        at = {"region": self.region}
        lines = self.placed()
        ends = [*(line.at_s for line in lines[1:]), self.seconds]
        if not lines or lines[0].at_s > 0:
            yield Phase("silence", lines[0].at_s if lines else self.seconds, at=at)
        for line, end in zip(lines, ends, strict=True):
            yield from Say(line.text, seconds=end - line.at_s, recording=line.recording, at=at).phases()

    def placed(self) -> tuple[Line, ...]:
        """The lines with their starts; plain texts share the quiet in whole seconds, what is left over goes to the last."""
        exact = tuple(line for line in self.lines if isinstance(line, Line))
        return exact or share_quiet(tuple(str(line) for line in self.lines), self.seconds)


def share_quiet(texts: Sequence[str], seconds: Seconds) -> tuple[Line, ...]:
    """Place texts in a stretch so that the pauses after them are equal whole seconds (clinical 2.4)."""
    says = [say_seconds(text) for text in texts]
    pause = int(seconds - sum(says)) // len(texts) if texts else 0
    if texts and pause < SHORTEST_SILENCE_S:
        raise ValueError(f"{len(texts)} lines of {sum(says)} s do not fit into {seconds:g} s")
    starts = [float(sum(says[:i]) + i * pause) for i in range(len(texts))]
    return tuple(Line(start, text) for start, text in zip(starts, texts, strict=True))


TimedStep = Say | Silence | Breathe | Tense | Timed | Move | Ambience | Section
Step = TimedStep | Question
TIMED = (Say, Silence, Breathe, Tense, Timed, Move, Ambience, Section)
