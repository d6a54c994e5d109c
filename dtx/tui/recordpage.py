"""The recording page: one line in large, how loud it comes in, and what became of each take."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Center, Horizontal, VerticalScroll
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from dtx.authors.booth import Attempt, Booth
from dtx.authors.spoken import Spoken
from dtx.errors import DtxError
from dtx.host.durations import written
from dtx.language import _
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.services import Services

RATE_HZ = 12.0
QUIETEST_DB, LOUDEST_DB = -60.0, 0.0
FULL = 0.985

WHO = {"yours": _("Your recording"), "dtx": _("The voice of dtx"), "engine": _("A computer's voice"), "none": _("Nobody yet")}
OPENING = _("Opening the microphone…")
READY = _("Enter records. Then speak, and press Enter again.")
SPEAK = _("Speak now. Enter when you are done.")
LOOKING = _("Looking at it…")
KEPT = _("Kept. Enter goes on, r records it again, h hears it.")
AGAIN = _("Enter records it again, h hears it, k keeps it as it is.")
ONLY_AGAIN = _("Enter records it again.")
THERE = _("Enter records it anew, h hears what is there, n goes on.")
WHICH = _("Which sound file? Type its name, and Enter. Esc leaves it.")
NO_TAKE, NOTHING = _("There is no other take of it."), _("There is nothing to hear yet.")
DONE = _("That was the last line. {missing}")


class LevelBar(Widget):
    """How loud it comes in: the bar changes only when it is a step longer or shorter."""

    DEFAULT_CSS = """
    LevelBar { height: 1; width: 100%; max-width: 60; color: $primary; }
    LevelBar.-full { color: $warning; }
    """
    SCOPED_CSS = False
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.part = 0.0

    def show(self, db: float, peak: float) -> None:
        part = min(1.0, max(0.0, (db - QUIETEST_DB) / (LOUDEST_DB - QUIETEST_DB)))
        self.set_class(peak >= FULL, "-full")
        if round(part * self.size.width) != round(self.part * self.size.width):
            self.part = part
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        full = round(self.part * width)
        return Strip([Segment("█" * full, self.rich_style), Segment("·" * (width - full), self.rich_style)], width)


class FileField(Input):
    """One line, there only while it is asked for."""

    DEFAULT_CSS = """
    FileField { height: 1; border: none; padding: 0 1; margin: 0 2; background: $block; color: $text; display: none; }
    FileField:focus { border: none; background-tint: $background 0%; }
    """

    def __init__(self) -> None:
        super().__init__(compact=True)
        self.cursor_blink = False


class RecordPage(Page):
    """One line at a time. Every take is kept, and what is kept as the recording can always be changed."""

    DEFAULT_CSS = """
    RecordPage > .head { height: 1; padding: 0 1; background: $block; dock: top; }
    RecordPage > .head > .place { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    RecordPage > .head > .who { width: auto; height: 1; color: $text-muted; margin: 0 0 0 1; }
    RecordPage > VerticalScroll { height: 1fr; padding: 1 2; align: center middle; scrollbar-size-vertical: 1; }
    RecordPage.-low > VerticalScroll { padding: 0 1; }
    RecordPage VerticalScroll > .line { width: 100%; max-width: 64; text-style: bold; text-align: center; height: auto; }
    RecordPage > Center { height: 1; }
    RecordPage > .room { height: 1; width: 100%; text-align: center; color: $text-muted; }
    RecordPage > .state { height: auto; width: 100%; text-align: center; padding: 0 2; margin: 1 0 0 0; }
    RecordPage.-low > .state { margin: 0; padding: 0 1; }
    RecordPage > .state.-trouble { color: $warning; }
    RecordPage > .ways { height: 1; align-horizontal: center; margin: 1 0; }
    RecordPage.-narrow > .ways { display: none; }
    RecordPage > .ways > Press { width: auto; height: 1; padding: 0 1; margin: 0; background: $background; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "main", show=False),
        Binding("space", "main", show=False),
        Binding("r", "again", show=False),
        Binding("h", "hear", show=False),
        Binding("k", "keep", show=False),
        Binding("o", "other_take", show=False),
        Binding("d", "remove", show=False),
        Binding("f", "bring", show=False),
        Binding("n,right", "following", show=False),
        Binding("b,left", "before", show=False),
        Binding("q", "back", show=False),
    ]
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, services: "Services", booth: Booth) -> None:
        super().__init__()
        self.services, self.booth = services, booth
        self.place = 0
        self.last: Attempt | None = None
        self._busy = False
        self._state, self._trouble = OPENING, False

    def body(self) -> list[Widget]:
        head = Horizontal(Text(classes="place"), Text(classes="who"), classes="head")
        ways = [Press(words, key, action) for words, key, action in WAYS]
        for way in ways:
            way.can_focus = False
        return [
            head,
            VerticalScroll(Text(classes="line"), id="main", can_focus=False),
            Center(LevelBar()),
            Text(classes="room"),
            Text(classes="state"),
            FileField(),
            Horizontal(*ways, classes="ways"),
        ]

    async def on_mount(self) -> None:
        self.set_interval(1 / RATE_HZ, self.sample)
        self._show()
        self.run_worker(self._open(), exit_on_error=False)

    def on_unmount(self) -> None:
        self.booth.close()

    @property
    def line(self) -> Spoken:
        return self.booth.lines[self.place]

    # -- time

    def sample(self) -> None:
        level = self.booth.level
        self.query_one(LevelBar).show(level.db, level.peak)
        room = written(self.line.room_s)
        far = _("{seconds:.0f} s of at most {room}").format(seconds=level.seconds, room=room)
        self.query_one(".room", Text).say(far if self.booth.taking else _("at most {room}").format(room=room))
        if self.booth.full:
            self.action_main()

    async def _open(self) -> None:
        await self._away(self._opened)

    def _opened(self) -> str:
        _player = self.booth.player  # it takes two seconds to come up
        self.booth.open()
        return self._here()

    @property
    def _free(self) -> bool:
        """Whether nothing is being done or recorded."""
        return not self._busy and not self.booth.taking

    # -- what she does

    def action_main(self) -> None:
        """Record, end the take, or go on after a good one."""
        if self._busy:
            return
        if self.booth.taking:
            self._do(self._end)
        elif self.last is not None and self.last.good:
            self.action_following()
        else:
            self.action_again()

    def action_again(self) -> None:
        if self._free:
            self._do(self._begin)

    def action_hear(self) -> None:
        if self._free:
            self._do(self._hear)

    def action_keep(self) -> None:
        if not self._busy and self.last is not None and self.last.seconds is not None:
            self._do(self._keep_last)

    def action_other_take(self) -> None:
        if self._free:
            self._do(self._other_take)

    def action_remove(self) -> None:
        if self._free:
            self._do(self._remove)

    def action_bring(self) -> None:
        """Ask for the name of a sound file that was recorded elsewhere."""
        if self._free:
            field = self.query_one(FileField)
            field.display = True
            field.focus()
            self._say(WHICH)

    @on(Input.Submitted)
    def bring(self, message: Input.Submitted) -> None:
        self._put_away()
        if name := message.value.strip().strip("'\""):
            self._do(lambda: self._brought(Path(name).expanduser()))

    def _put_away(self) -> None:
        field = self.query_one(FileField)
        field.display = False
        self.set_focus(None)

    def action_following(self) -> None:
        self._go(1)

    def action_before(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        if self._busy:
            return
        self.booth.drop()
        self.booth.hush()
        self.last = None
        if 0 <= self.place + by < len(self.booth.lines):
            self.place += by
            self._say(self._here())
        elif by > 0:
            missing = len(self.booth.missing())
            self._say(
                DONE.format(
                    missing=_("{missing} of them nobody says yet.").format(missing=missing) if missing else _("Every line has a voice.")
                )
            )
        self._show()

    async def action_back(self) -> None:
        if self.query_one(FileField).display:
            self._put_away()
            self._say(self._here())
            return
        self.booth.drop()
        self.leave()

    @on(Press.Pressed)
    def pressed(self, message: Press.Pressed) -> None:
        message.stop()
        getattr(self, f"action_{message.action}")()

    # -- away from the screen, since a microphone and a clip take their time; each gives what there is to say

    def _do(self, what: Callable[[], str]) -> None:
        self.run_worker(self._away(what), exit_on_error=False)

    async def _away(self, what: Callable[[], str]) -> None:
        self._busy = True
        if what == self._end:
            self._say(LOOKING)
        try:
            words = await asyncio.to_thread(what)
        except DtxError as problem:
            self._say(f"{problem.problem} {problem.remedy}", trouble=True)
        else:
            self._say(words, trouble=self.last is not None and not self.last.good and words.endswith((AGAIN, ONLY_AGAIN)))
        finally:
            self._busy = False
        self._show()

    def _begin(self) -> str:
        self.last = None
        self.booth.begin(self.line)
        return SPEAK

    def _end(self) -> str:
        return self._judged(self.booth.end())

    def _brought(self, file: Path) -> str:
        return self._judged(self.booth.bring_in(self.line, file))

    def _judged(self, attempt: Attempt) -> str:
        """A good one is kept at once; of another there is something to say, and the choice is hers."""
        self.last = attempt
        if attempt.good:
            self.booth.keep(attempt.line, attempt.take)
            return f"{attempt.says()} {KEPT}"
        faults = "\n".join(f"{sentence} {remedy}" for sentence, remedy in attempt.faults)
        return f"{faults}\n{AGAIN if attempt.seconds is not None else ONLY_AGAIN}"

    def _keep_last(self) -> str:
        assert self.last is not None
        self.booth.keep(self.last.line, self.last.take)
        return KEPT

    def _hear(self) -> str:
        _who, file = self.booth.heard(self.line)
        path = self.last.take.clip if self.last is not None and self.last.seconds is not None else file
        if path is None:
            return NOTHING
        self.booth.hear(path)
        return self._state

    def _other_take(self) -> str:
        """The take before the one that was chosen last, round and round."""
        takes = self.booth.takes.of(self.line.text)
        if not takes:
            return NO_TAKE
        number = self._chosen if self._chosen is not None else len(takes)
        self._chosen = (number - 1) % len(takes)
        take = takes[self._chosen]
        self.booth.keep(self.line, take)
        self.booth.hear(take.clip)
        self.last = None
        return _("Take {number} of {takes} is the recording now.").format(number=take.number, takes=len(takes))

    def _remove(self) -> str:
        return _("Deleted. Its takes are kept.") if self.booth.remove(self.line) else _("There is no recording of it.")

    _chosen: int | None = None

    # -- what is shown

    def _here(self) -> str:
        return THERE if self.booth.heard(self.line)[0] == "yours" else READY

    def _say(self, words: str, *, trouble: bool = False) -> None:
        self._state, self._trouble = words, trouble
        place = self.query_one(".state", Text)
        place.say(words)
        place.set_class(trouble, "-trouble")

    def _show(self) -> None:
        who, _file = self.booth.heard(self.line)
        self.query_one(".place", Text).say(_("Line {place} of {lines}").format(place=self.place + 1, lines=len(self.booth.lines)))
        self.query_one(".who", Text).say(WHO[who])
        self.query_one(".line", Text).say(self.line.text)
        self._chosen = None if self.last is not None else self._chosen
        self.query_one(".ways").visible = not self.booth.taking
        self.show_controls()

    def labels(self) -> Mapping[str, Label]:
        return {
            "stop": Label(_("Leave"), "Esc"),
            "pause": Label(
                _("Done") if self.booth.taking else _("Go on") if self.last is not None and self.last.good else _("Record"), _("Enter")
            ),
            "back": Label(_("Line before"), "b", self.place > 0),
        }

    async def pressed_control(self, action: str) -> None:
        if action == "pause":
            self.action_main()
        elif action == "back":
            self.action_before()
        else:
            await super().pressed_control(action)


WAYS = (
    (_("Hear"), "h", "hear"),
    (_("Again"), "r", "again"),
    (_("Keep it"), "k", "keep"),
    (_("Other take"), "o", "other_take"),
    (_("Next"), "n", "following"),
)
