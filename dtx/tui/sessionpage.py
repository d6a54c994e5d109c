"""The session page: drives one practice. It samples the clock, passes on what the person does, and draws the view."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic, time
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, TextArea

from dtx.engine.questions import NotAnAnswer
from dtx.engine.steps import Move
from dtx.engine.view import EASING, View
from dtx.errors import DtxError
from dtx.language import _
from dtx.sessions.loudness import Loudness
from dtx.tui import remaining, wording
from dtx.tui.asking import Asking, takes_words
from dtx.tui.base import BaseApp
from dtx.tui.controlbar import Label
from dtx.tui.guide import Guide
from dtx.tui.hearing import Hearing
from dtx.tui.moves import Moves
from dtx.tui.page import Page
from dtx.tui.passed import Passed
from dtx.tui.press import Press
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.services import Services
    from dtx.sessions.practice import Practice

RATE_HZ = 20.0
SLOWEST_HZ = 2.5
AGAIN = _("Press Enter to try again. Ctrl+Q closes; all that was saved before stays.")
HUSHED = _("m: sound on")
DRAFT_S = 1.0
"""What is being written is on its way to the disk this long after it changed."""

NEAR_S = 0.025
"""So soon before a phase ends the picture is left as it is: Textual paints at most every 17 ms, and the change would have to wait."""
GAP_S = 2.0
"""Sampling this late means that the lid was closed, or the program stopped: nobody was guided."""


class SessionPage(Page):
    """One thing at a time: a question, or the guide."""

    DEFAULT_CSS = """
    SessionPage > .head { height: 1; padding: 0 1; background: $block; dock: top; }
    SessionPage > .head > .title { width: 1fr; margin: 0 1 0 0; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    SessionPage > .head > .left { width: auto; height: 1; color: $text-muted; }
    SessionPage > .trouble { width: 100%; height: auto; padding: 1 2; color: $warning; display: none; }
    SessionPage.-held > .trouble { display: block; }
    SessionPage.-low > .trouble { padding: 0 1; }
    SessionPage > .ways { height: 1; align-horizontal: center; }
    SessionPage > .ways > Press { width: auto; height: 1; padding: 0 1; margin: 0; background: $background; color: $text-muted; }
    SessionPage > .ways > Press:hover { background: $block-cursor-background; color: $block-cursor-foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,right", "skip", show=False),
        Binding("e", "ease", show=False),
        Binding("l,f4", "later", show=False),
        Binding("plus,equals_sign", "louder(5)", show=False),
        Binding("minus", "louder(-5)", show=False),
        Binding("m", "mute", show=False),
        Binding("a", "sound_again", show=False),
        Binding("enter", "go_on", show=False),
    ]
    AUTO_FOCUS: ClassVar[str | None] = ""  # nothing: Enter must not find Stop under it

    def __init__(self, services: "Services", practice: "Practice") -> None:
        super().__init__()
        self.services, self.practice = services, practice
        self.said, self.time_left = Text(self._title, classes="title"), Text(classes="left")
        self.passed, self.guide, self.moves, self.hearing = Passed(), Guide(), Moves(), Hearing(lambda: self.practice)
        self.trouble = Text(classes="trouble")
        self.easier, self.leave_out = Press("", "e", "ease", id="ease"), Press("", "n", "skip", id="skip")
        self.ways = Horizontal(self.easier, self.leave_out, classes="ways")
        self._planned_s: float | None = None
        self.asking: Asking | None = None
        self.asked: str | None = None
        self._stale = True
        self._draft: Timer | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._sampler: Timer | None = None
        self._rate, self._slow = RATE_HZ, 0
        self._seen: tuple[float, float] | None = None
        self._leaving = False
        self._eases = False
        self._eased: tuple[str, object] | None = None

    def body(self) -> list[Widget]:
        for way in (self.easier, self.leave_out):
            way.can_focus = False  # Enter must not find it: its key and a click reach it
        head = Horizontal(self.said, self.time_left, classes="head")
        return [head, self.passed, self.guide, self.moves, self.trouble, self.hearing, self.ways]

    @property
    def _title(self) -> str:
        """What is practised; at night also that it began without a sound, and which key brings it."""
        return f"{self.practice.title}  ·  {HUSHED}" if self.practice.loudness.hushed else self.practice.title

    async def on_mount(self) -> None:
        self._sampler = self.set_interval(1 / self._rate, self.sample)
        await self.follow()

    def on_unmount(self) -> None:
        self._forget_deadline()
        self._keep_draft()
        with suppress(DtxError):  # the person was told, and chose to leave
            self.practice.close()  # what is not over can be taken up again

    # -- time

    def sample(self) -> None:
        """Look at the clock and move the picture; nothing is counted here."""
        now, wall = self.practice.now(), time()
        if self._seen is not None and not self.has_class("-held"):
            passed = now - self._seen[0]
            slept = wall - self._seen[1]  # most clocks stand still while a computer sleeps
            if max(passed, slept - passed) > GAP_S:
                self._do(lambda at: self.practice.gap(at, max(passed, slept)))
        self._seen = now, wall
        deadline = self.practice.next_deadline
        if deadline is not None and 0 < deadline - now < NEAR_S and not self._leaving:
            self._wait_for_deadline()
        else:
            self._pass_time()
        self._spare_a_slow_terminal()

    def _pass_time(self) -> None:
        """End the phases whose time has come, and draw."""
        self._forget_deadline()
        if self._leaving or self.has_class("-held"):
            return
        if self._do(self.practice.tick):
            self._wait_for_deadline()

    def _wait_for_deadline(self) -> None:
        """The next phase begins on time, not at the next sample."""
        self._forget_deadline()
        if (deadline := self.practice.next_deadline) is not None and not self._leaving:
            wait = max(0.0, deadline - self.practice.now())
            if wait < 1 / self._rate:
                self._deadline = asyncio.get_running_loop().call_later(wait, self._pass_time)

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _spare_a_slow_terminal(self) -> None:
        """Three late samples mean that the terminal cannot keep up: draw half as often."""
        at, self._sampled = monotonic(), getattr(self, "_sampled", monotonic())
        late, self._sampled = at - self._sampled - 1 / self._rate, at
        self._slow = self._slow + 1 if late > 0.1 else 0
        if self._slow >= 3 and self._rate > SLOWEST_HZ and self._sampler is not None:
            self._sampler.stop()
            self._rate, self._slow = self._rate / 2, 0
            self._sampler = self.set_interval(1 / self._rate, self.sample)

    # -- what the person does

    def _do(self, command: Callable[[float], None]) -> bool:
        """Give the practice a command. When it cannot be written down, hold still and say so; nothing is lost."""
        try:
            command(self.practice.now())
        except NotAnAnswer as sentence:
            if self.asking is not None:
                self.asking.say(str(sentence))
            return False
        except DtxError as problem:
            self.trouble.say(f"{problem.problem} {problem.remedy} {AGAIN}")
            self.add_class("-held")
            self._hide_guides()  # nothing runs on, so nothing should look as if it did
            return False
        self.remove_class("-held")
        self.draw()
        return True

    def _act(self, command: Callable[[float], None]) -> bool:
        """A command that may lead to another question. Swapping is left to this page's own turn: keys arrive on the app's."""
        if done := self._do(command):
            self._stale = True
            self.call_next(self.follow)
        return done

    def _replan(self, command: Callable[[float], None], planned: Callable[[float, View, View], float]) -> None:
        """A command that makes the session shorter or longer, so that what is left is never more than there is."""
        before = self.practice.view(self.practice.now())
        if self._act(command) and self._planned() and not self.practice.ended:
            self._planned_s = planned(self._planned(), before, self.practice.view(self.practice.now()))

    async def action_stop(self) -> None:
        self._act(self.practice.stop)

    async def action_pause(self) -> None:
        paused = self.practice.view(self.practice.now()).paused
        self._act(self.practice.pause if paused is None else self.practice.resume)

    async def action_skip(self) -> None:
        if self.asking is None:
            self._replan(self.practice.skip, remaining.left_out)

    async def action_ease(self) -> None:
        """Make what is running easier, where the line below the guide says so."""
        view = self.practice.view(self.practice.now())
        if view.easing is not None:
            self._eased = breath(view)
            self._replan(self.practice.ease, remaining.eased)

    def action_louder(self, by: int) -> None:
        self.hearing.change(lambda loudness: loudness.louder(by))
        self.draw()

    def action_mute(self) -> None:
        self.hearing.change(Loudness.mute)
        self.draw()

    def action_sound_again(self) -> None:
        """Go on, and try the sound once more, where the person is just being asked."""
        if self.hearing.lost:
            self._act(self.practice.sound_again)

    @on(Press.Pressed)
    async def pressed(self, message: Press.Pressed) -> None:
        message.stop()
        await (self.action_skip() if message.action == "skip" else self.action_ease())

    async def action_back(self) -> None:
        self._keep_draft()
        self._replan(self.practice.back, remaining.repeated)

    async def action_later(self) -> None:
        """Put a form away as it is. The first page offers to go on with it."""
        if not self._can_wait:
            return
        self._keep_draft()
        self._leaving = True
        self._forget_deadline()
        with suppress(DtxError):  # what could not be written was said
            self.practice.close()
        if isinstance(self.app, BaseApp):
            self.app.last_words = "" if self.has_below else wording.PUT_AWAY
        self.leave()

    @property
    def _can_wait(self) -> bool:
        """A script that only asks can wait for days."""
        return self.asking is not None and not self._planned() and self.practice.view(self.practice.now()).stage == "script"

    async def pressed_control(self, action: str) -> None:
        await super().pressed_control("later" if action == "pause" and self._can_wait else action)

    async def action_go_on(self) -> None:
        """Enter: try again after a problem, go on after a pause, or be done with a phase that waits."""
        view = self.practice.view(self.practice.now())
        if self.has_class("-held"):
            self._act(self.practice.tick)
        elif view.paused is not None:
            self._act(self.practice.resume)
        elif view.phase is not None and view.phase.waits:
            self._act(self.practice.done)

    @property
    def guides(self) -> bool:
        return self.practice.next_deadline is not None

    @property
    def writes_records(self) -> bool:
        return not self.practice.ended

    def rest(self) -> None:
        self._keep_draft()
        if self.asking is None:
            self._act(self.practice.pause)

    async def action_help(self) -> None:
        self.rest()
        await super().action_help()

    @on(Asking.Answered)
    def answered(self, message: Asking.Answered) -> None:
        message.stop()
        if message.asking is self.asking and not self._stale:
            self._keep_draft()
            self._act(lambda now: self.practice.answer(message.value, now))

    @on(Asking.Declined)
    def declined(self, message: Asking.Declined) -> None:
        message.stop()
        if message.asking is self.asking and not self._stale:
            self._act(self.practice.decline)

    @on(TextArea.Changed)
    @on(Input.Changed)
    def typing(self) -> None:
        """Keep what is being written a moment later, however long the writing goes on."""
        if self._draft is None:
            self._draft = self.set_timer(DRAFT_S, self._keep_draft)

    def _keep_draft(self) -> None:
        """Words survive a crash and going back and forth. Numbers do not: a rating is never a copy of an earlier one."""
        if self._draft is not None:
            self._draft.stop()
            self._draft = None
        if self.asking is not None and self.asked is not None and (typed := self.asking.typed()) is not None:
            self.practice.draft(self.asked, typed)

    # -- what is shown

    def draw(self) -> None:
        """Paint the guide for this moment; leave the swapping of questions to `follow`."""
        if self.practice.ended:
            self.call_next(self.follow)
            return
        view = self.practice.view(self.practice.now())
        if view.question is not (self.asking.question if self.asking else None):
            self.call_next(self.follow)
        self._draw(view)

    def _draw(self, view: View) -> None:
        guides = self.guide, self.moves
        shown = guides[isinstance(view.step, Move)]
        if view.phase is None or self.has_class("-held"):
            self._hide_guides()
        else:
            for guide in guides:
                guide.display = guide is shown
            shown.draw(view)
            self._show_ways(view)
        self.said.say(self._title)
        self.time_left.say(self._left(view))
        self.passed.show(view.active / self._planned() if view.stage == "script" and self._planned() else None)
        self.show_controls()

    def _show_ways(self, view: View) -> None:
        """Their line stays once there has been something on it, and is kept for what comes next, so that the picture does not jump."""
        ease, skip = self.easier, self.leave_out
        skips = wording.BREAK if view.phase is not None and view.phase.alone else wording.leaving_out(view)
        self._eases |= view.easing is not None or view.eases_next or bool(skips)
        self.ways.display = self._eases
        if self._eased is not None and self._eased == breath(view):
            ease.relabel(wording.QUICKER, "")
        else:
            ease.relabel(EASING[view.easing] if view.easing else "", "e")
        skip.relabel(skips, "n")
        ease.display, skip.display = bool(ease.words), bool(skips)

    def _hide_guides(self) -> None:
        for guide in (self.guide, self.moves, self.ways):
            guide.display = False

    def _left(self, view: View) -> str:
        if view.stage == "script":
            return wording.left(self._planned() - view.active) if self._planned() else wording.NO_HURRY
        return {"opening": _("Before we begin"), "closing": _("Afterwards")}.get(view.stage, "")

    def _planned(self) -> float:
        """The length of the whole script in seconds; 0 where it is not known."""
        if self._planned_s is None:
            try:
                self._planned_s = self.services.log(self.practice.session_id).planned_s
            except DtxError:
                self._planned_s = 0.0
        return self._planned_s

    async def follow(self) -> None:
        """Bring the page in line with the practice: another question, the guide, or the end."""
        if self._leaving:
            return
        if self.practice.ended:
            if self.app.screen is self:  # what covers it stays where it is; the next sample comes back here
                self._leaving = True
                self._forget_deadline()
                self.app.switch_screen(self.after_the_end())
            return
        view = self.practice.view(self.practice.now())
        if self._stale or view.question is not (self.asking.question if self.asking else None):
            await self._swap(view)
        self._draw(view)
        self._wait_for_deadline()

    def after_the_end(self) -> Page:
        """The page that follows."""
        from dtx.tui.savedpage import SavedPage

        try:
            log = self.services.log(self.practice.session_id)
            return SavedPage(log, self.services.afterwards(log))
        except DtxError:  # it is on disk all the same
            return SavedPage(None)

    async def _swap(self, view: View) -> None:
        old, self.asking, self.asked = self.asking, None, None
        if old is not None:
            await old.remove()
        if view.question is not None:
            self.asking, self.asked = Asking(view.question, self._drafted(view)), view.name
            await self.mount(self.asking, before=self.trouble)
        else:
            self.set_focus(None)
        self._stale = False

    def _drafted(self, view: View) -> str | None:
        return self.practice.drafts().get(view.name) if view.question is not None and takes_words(view.question) else None

    def on_descendant_focus(self) -> None:
        self.show_controls()  # which keys are letters hangs on where one writes

    def labels(self) -> Mapping[str, Label]:
        if self.practice.ended:
            return {}
        view = self.practice.view(self.practice.now())
        writes = isinstance(self.focused, TextArea | Input)  # there letters are letters
        return {
            "stop": Label(_("Stop"), "Esc"),
            "pause": Label(_("Later"), "F4" if writes else "l")
            if self._can_wait
            else Label(_("Go on") if view.paused else _("Pause"), _("Space"), view.phase is not None),
            "back": Label(_("Back"), "F3" if writes else "b", view.can_go_back),
            "help": Label(_("Help"), "F1" if writes else "?"),
        }


def breath(view: View) -> tuple[str, object] | None:
    """Which breath this is: a quicker pace begins with the next one."""
    if view.phase is None or "cycle" not in view.phase.at:
        return None
    return view.name, view.phase.at["cycle"]
