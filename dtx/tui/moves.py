"""The guide through an exercise: its figure and the word of the moment on one side, how it goes on the other."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Digits

from dtx.engine.phase import Phase
from dtx.engine.steps import SIDES, Move
from dtx.engine.view import View
from dtx.language import _
from dtx.tui import wording
from dtx.tui.figure import FigureView
from dtx.tui.figure import mirrored as in_a_mirror
from dtx.tui.guide import AWAY, PAUSED, YOUR_PACE
from dtx.tui.pacer import Pacer
from dtx.tui.safe import Text

BREAKS = ("transition", "rest", "switch")
IN_TURN_S = 4.0
"""Where nothing sets the pace, start and end of the movement are shown in turn for so long: a picture of it, and no beat."""

STACKED = 26
"""Rows a narrow screen needs for a figure above the words."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the screen at one moment of an exercise."""

    move: Move
    moment: str
    count: str
    place: str
    following: str
    progress: float
    mirrored: bool

    @property
    def in_one_line(self) -> str:
        """For a small screen, on which the name has no line of its own while something is counted."""
        named = not self.count or self.move.text in self.moment
        return f"{self.moment if named else f'{self.move.text}: {self.moment.lower()}'}  {self.count}".strip()


def shown(view: View, phase: Phase, step: Move) -> Shown:
    """The exercise that is being done, which may be the easier one by now, and the words for this moment of it."""
    eased = step.easier if step.easier is not None and phase.at.get("exercise") == step.easier.exercise else None
    move = eased or step
    paused = {"paused": PAUSED, "gap": AWAY}.get(view.paused or "")
    moment = paused or (YOUR_PACE if phase.waits else phase.text)
    count = "" if paused or phase.waits else wording.clock(view.remaining)
    place = wording.repetition(phase.at, move)
    if phase.waits and move.reps > 1:
        often = _("{n} times").format(n=move.reps)
        place = f"{place}, {often}" if place else often
    return Shown(move, moment, count, place, following(phase, view.coming), progress(view, phase), mirrored(view, phase))


def progress(view: View, phase: Phase) -> float:
    """How far the figure has moved, 0 to 1. In breaks it waits at the start."""
    if view.swell is not None or phase.kind in BREAKS:
        return view.swell or 0.0
    return float(int(view.elapsed / IN_TURN_S) % 2)


def mirrored(view: View, phase: Phase) -> bool:
    """Whether the left side is due, or comes after this break. Figures are drawn for the right one, as a mirror shows it."""
    side = phase.at.get("side")
    if side is None and phase.kind in BREAKS and view.coming is not None:
        side = view.coming.at.get("side")
    return side == SIDES[0]


def following(phase: Phase, coming: Phase | None) -> str:
    """What comes after a break, and the break or the other exercise that comes after this; not each turn of a repetition."""
    if coming is None or not coming.text or coming.text == phase.text:
        return ""
    other = coming.at.get("exercise") != phase.at.get("exercise")
    if phase.kind == "transition" or not (other or coming.kind in BREAKS or phase.kind in BREAKS):
        return ""
    if phase.kind == "switch" and "side" in coming.at:
        return wording.coming(wording.side(coming.at["side"]))
    return wording.coming(coming.text)


class Moves(Vertical):
    """Draws a view whose step is an exercise. On a small screen the figure is left out, and the words stay."""

    DEFAULT_CSS = """
    Moves { height: 1fr; align: center middle; padding: 0 1; }
    Moves > .scene { width: 100%; height: auto; max-height: 1fr; align-horizontal: center; }
    Moves .now { width: 32; height: auto; margin: 0 2 0 0; align-horizontal: center; }
    Moves .now > Pacer, Moves .now > FigureView { height: 12; }
    Moves .now > .moment { width: 100%; text-align: center; text-style: bold; }
    Moves .now > Digits { width: 100%; height: 3; text-align: center; color: $text; text-style: bold; }
    Moves .how { width: 1fr; max-width: 50; height: auto; }
    Moves .how > Text { margin: 0 0 1 0; }
    Moves .how > .name { text-style: bold; margin: 0; }
    Moves .how > .place { min-height: 1; }
    Moves > .next { width: 100%; height: 1; text-align: center; color: $text-muted; }
    .-narrow Moves > .scene, .-low Moves > .scene { layout: vertical; }
    .-narrow Moves .now, .-low Moves .now { width: 100%; margin: 0; }
    .-narrow Moves .how, .-low Moves .how { width: 100%; max-width: 100%; }
    .-low Moves .now > .moment { text-align: left; }
    .-low Moves .how > Text { margin: 0; }
    Moves.-plain > .scene { layout: vertical; }
    Moves.-plain .now { width: 100%; margin: 0 0 1 0; }
    Moves.-plain .how { width: 100%; max-width: 100%; }
    Moves.-plain .how > Text { text-align: center; }
    """
    SCOPED_CSS = False

    def __init__(self) -> None:
        super().__init__()
        self.figure, self.pacer, self.digits = FigureView(), Pacer(), Digits()
        self.moment, self.exercise, self.following = Text(classes="moment"), Text(classes="name"), Text(classes="next")
        self.place, self.cue, self.caution = Text(classes="place quiet"), Text(classes="cue"), Text(classes="caution quiet")

    def compose(self) -> ComposeResult:
        with Horizontal(classes="scene"):
            yield Vertical(self.figure, self.pacer, self.moment, self.digits, classes="now")
            yield Vertical(self.exercise, self.place, self.cue, self.caution, classes="how")
        yield self.following

    def draw(self, view: View) -> None:
        """Show `view`. Only what differs from the last call is painted again."""
        if view.phase is None or not isinstance(view.step, Move):
            return
        now = shown(view, view.phase, view.step)
        self._picture(now, view)
        small = self.screen.has_class("-low")
        say(self.moment, now.in_one_line if small else now.moment)
        self.digits.display = bool(now.count) and not small
        if now.count != self.digits.value:
            self.digits.update(now.count)
        say(self.exercise, "" if small and now.count else now.move.text)
        say(self.place, now.place, keep=not small)
        unseen = now.move.figure is not None and not self.figure.display
        say(self.cue, now.move.how or (wording.PICTURE.format(now.move.figure.alt) if unseen and now.move.figure else ""))
        say(self.caution, now.move.caution)
        say(self.following, now.following, keep=not small)

    def _picture(self, now: Shown, view: View) -> None:
        move, figure, pacer = now.move, self.figure, self.pacer
        low, narrow = self.screen.has_class("-low"), self.screen.has_class("-narrow")
        room = not low and (not narrow or self.size.height >= STACKED)
        figure.display = room and move.figure is not None
        pacer.display = room and move.figure is None and view.swell is not None
        self.set_class(not low and not figure.display and not pacer.display, "-plain")
        if move.figure is not None and figure.display:
            frames = move.figure.frames
            figure.draw(in_a_mirror(frames) if now.mirrored else frames, now.progress)
        if pacer.display:
            pacer.draw(view.swell or 0.0)


def say(place: Text, words: str, keep: bool = False) -> None:
    """Say words at their place; with `keep` it stays free for them where there are none, so that nothing moves."""
    place.say(words)
    place.display = keep or bool(words)
