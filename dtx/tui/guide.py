"""The guide: the moving picture or one of the plugin's, the words of the moment, the seconds left, and what comes next."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Digits

from dtx.engine.figure import Figure, shown_by
from dtx.engine.view import View
from dtx.language import _
from dtx.tui import wording
from dtx.tui.figure import rows_of
from dtx.tui.pacer import Pacer
from dtx.tui.safe import Text

UNCOUNTED = ("say", "silence", "cue", "end", "settle", "rest", "return")
"""Kinds in which a number that runs down would only hurry a person; so it would beside words that change by themselves."""

AROUND = 7
"""Rows for words of two lines, the seconds, and what comes next."""

SHORT = 40
"""A longer line is not announced: reading it early would take one out of the moment."""

PAUSED = _("Paused. Take all the time you like.\nPress Space to go on.")
AWAY = _("It looks as if you were away. Nothing ran on without you.\nPress Space to go on from here, or Esc to stop.")
YOUR_PACE = _("At your own pace. Press Enter when you are done.")


class Guide(Vertical):
    """Draws a view that has a phase."""

    DEFAULT_CSS = """
    Guide { height: 1fr; align: center middle; padding: 0 1; }
    Guide > .caption { width: 100%; height: auto; padding: 0 10; text-align: center; text-style: bold; margin: 0 0 1 0; }
    Guide > Digits { width: 100%; height: 3; text-align: center; color: $text; text-style: bold; }
    Guide > .next { width: 100%; height: 1; text-align: center; color: $text-muted; }
    Guide > Pacer { margin: 0 0 1 0; max-height: 25; }
    Guide.-moves > .caption { min-height: 2; }
    Guide > .picture { width: auto; height: auto; text-wrap: nowrap; color: $primary; margin: 0 0 1 0; }
    Guide > .alt { width: 100%; height: auto; padding: 0 10; text-align: center; color: $text-muted; margin: 0 0 1 0; }
    .-low Guide > .caption, .-low Guide > Pacer, .-low Guide > .alt { margin: 0; }
    .-narrow Guide > .alt { padding: 0; }
    .-low Guide.-moves > .caption { min-height: 1; }
    .-narrow Guide > .caption { padding: 0; }
    """
    SCOPED_CSS = False

    def __init__(self) -> None:
        super().__init__()
        self.pacer, self.digits = Pacer(), Digits()
        self.picture, self.alt, self.caption, self.coming = (Text(classes=name) for name in ("picture", "alt", "caption", "next"))

    def compose(self) -> ComposeResult:
        yield from (self.pacer, self.picture, self.alt, self.caption, self.digits, self.coming)

    def draw(self, view: View) -> None:
        """Show `view`. Only what differs from the last call is painted again."""
        phase = view.phase
        if phase is None:
            return
        pacer, digits = self.pacer, self.digits
        figure = shown_by(view.step) if view.paused is None else None
        swell = self._swell(view) if figure is None else None
        moves = swell is not None and view.paused is None
        self._look(figure)
        pacer.display = moves
        if moves and swell is not None:
            pacer.draw(swell)
        told = swell is None and bool(phase.lines)
        counted = not phase.waits and view.paused is None and phase.kind not in UNCOUNTED and not told
        count = wording.clock(view.remaining) if counted else ""
        low = self.screen.has_class("-low")  # there the number stands beside the word, and the picture has the room
        digits.display = not low if moves else counted  # beside a picture its place stays, so that the picture does not jump
        self.set_class(moves, "-moves")
        if count != digits.value:
            digits.update(count)
        self.caption.say(self._caption(view, count if low and moves else ""))
        self.coming.say(self._next(view))

    def _look(self, figure: Figure | None) -> None:
        """Show the step's picture where there is room for it, else what it shows, in words."""
        drawn, alt = self.picture, self.alt
        rows = rows_of(figure.frames[0]) if figure is not None else ()
        fits = bool(rows) and len(rows) + AROUND <= self.size.height and len(rows[0]) <= self.size.width
        drawn.display = fits
        if fits:
            drawn.say("\n".join(rows))
        alt.display = figure is not None and not fits
        if figure is not None:
            alt.say(wording.PICTURE.format(figure.alt))

    def _swell(self, view: View) -> float | None:
        """Where nothing moves yet but soon will, the picture waits: the eyes know where to rest."""
        if view.swell is None and view.coming is not None and view.coming.swell is not None:
            return view.coming.swell[0]
        return view.swell

    def _caption(self, view: View, count: str) -> str:
        if view.paused is not None:
            return AWAY if view.paused == "gap" else PAUSED
        waits = view.phase is not None and view.phase.waits
        return f"{view.caption}  {count}".rstrip() + (f"\n{YOUR_PACE}" if waits else "")

    def _next(self, view: View) -> str:
        here = wording.place(view.phase.at) if view.phase is not None else ""
        coming = view.coming.caption(0.0) if view.coming is not None else ""
        told = coming and coming != view.caption and len(coming) <= SHORT
        following = wording.coming(coming) if told else ""
        parts = [part for part in (here, following) if part]
        room = self.content_size.width or self.app.size.width  # half of what comes next would say something else: “Next: And”
        return next((said for said in ("  ·  ".join(parts), here) if len(said) <= room), "")
