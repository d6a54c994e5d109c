"""The authoring page: a practice as text on one side; on the other what happens when, and each step as its patient will see it."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import TextArea

from dtx.authors.authoring import PLAIN, Draft, Moment, read_draft, replaced
from dtx.authors.manuscript import Kept, Manuscripts, digest, save
from dtx.engine.questions import QUESTIONS
from dtx.engine.steps import Move
from dtx.engine.words import clean
from dtx.errors import DtxError
from dtx.language import _
from dtx.tui.asking import Asking
from dtx.tui.controlbar import Label
from dtx.tui.guide import Guide
from dtx.tui.moves import Moves
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.rows import Rows
from dtx.tui.safe import Text
from dtx.tui.source import Source

if TYPE_CHECKING:
    from dtx.authors.preview import Preview
    from dtx.services import Services

WIDE = 100
"""Columns from which both sides have room."""

READ_S = 0.25
"""The text is read so long after the last letter."""

KEEP_S = 1.0
LOOK_S = 1.0

KEYS = _("Ctrl+S save   F8 next mark   F2 other side")
WIDE_KEYS = _("Ctrl+S save   F8 next mark   F5 preview   F6 record")
SAVED, UNSAVED = _("Saved."), _("Not saved yet.")
AGAIN = _("What you had typed and not saved is here again. F7 goes back to what is saved.")
OTHER = _("The file was changed by another program. F7 takes that; Ctrl+S keeps yours.")
LEFT = _("Not saved: the practice is as it was. What you typed is kept, and is here when you come back.")
LAST = _("This is the last version that could be read.")
NOTHING_YET = _("There is nothing to show yet.")
NOTHING_SAID = _("Nothing is said in it that could be recorded.")
CODE = _("What happens in it is written in {code}. `dtx preview` shows it.")
FINE = _("Nothing to put right.")


class AuthoringPage(Page):
    """Everything typed is kept from the first letter on; the practice itself changes when it is saved."""

    DEFAULT_CSS = """
    AuthoringPage > .head { height: 1; padding: 0 1; background: $block; dock: top; }
    AuthoringPage > .head > .title { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    AuthoringPage > .head > .saved { width: auto; height: 1; color: $text-muted; margin: 0 0 0 1; }
    AuthoringPage > .sides { height: 1fr; }
    AuthoringPage .text { width: 1fr; }
    AuthoringPage .text > Source { height: 1fr; }
    AuthoringPage .text > .mark { height: auto; min-height: 2; max-height: 4; padding: 0 1; background: $block; color: $warning; }
    AuthoringPage .text > .mark.-fine { color: $text-muted; }
    AuthoringPage .text > .keys { height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    AuthoringPage .other { width: 1fr; display: none; border-left: solid $line; }
    AuthoringPage .other > .seen { height: 1fr; min-height: 6; }
    AuthoringPage .other > .only { height: auto; padding: 0 1; color: $text-muted; }
    AuthoringPage .other > Rows { height: 35%; min-height: 3; padding: 0 1; border-top: solid $line; scrollbar-size-vertical: 1; }
    AuthoringPage .other > .total { height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    AuthoringPage.-both .other { display: block; width: 46%; }
    AuthoringPage.-over .other { display: block; border-left: none; }
    AuthoringPage.-over .text { display: none; }
    .-low AuthoringPage .text > .mark, AuthoringPage.-low .text > .mark { max-height: 3; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f9", "save", show=False, priority=True),
        Binding("f2", "other_side", show=False, priority=True),
        Binding("f5", "preview", show=False, priority=True),
        Binding("f6", "record", show=False, priority=True),
        Binding("f7", "saved_one", show=False, priority=True),
        Binding("f8", "next_mark", show=False, priority=True),
    ]

    def __init__(self, services: "Services", folder: Path) -> None:
        super().__init__()
        self.services, self.folder, self.file = services, folder, folder / PLAIN
        self.manuscripts = Manuscripts(services.home)
        self.draft = Draft(())
        self.saved = read_file(self.file) or ""
        kept = self.manuscripts.find(folder)
        self.begun = kept is not None and kept.text != self.saved
        self.first = kept.text if kept is not None and self.begun else self.saved
        self._shown: Moment | None = None
        self._asked: Asking | None = None
        self._reading: Timer | None = None
        self._keeping: Timer | None = None
        self._activity = ""
        self._preview: Preview | None = None

    def body(self) -> list[Widget]:
        head = Horizontal(Text(self.folder.name, classes="title"), Text(classes="saved"), classes="head")
        text = Vertical(Source(self.first), Text(classes="mark"), Text(classes="keys"), classes="text")
        rows = Rows((), id="when")
        rows.can_focus = False
        return [head, Horizontal(text, OtherSide(rows, classes="other"), classes="sides")]

    async def on_mount(self) -> None:
        self._fit(self.app.size.width)
        self.set_interval(LOOK_S, self.look)
        self._tell_saved()
        await self.read()
        if self.begun:
            self.say(AGAIN)

    # -- the text

    @property
    def source(self) -> Source:
        return self.query_one(Source)

    @on(TextArea.Changed)
    def typed(self) -> None:
        """Read it once the typing pauses, and keep it soon, whatever happens."""
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(READ_S, self.read)
        if self._keeping is None:
            self._keeping = self.set_timer(KEEP_S, self.keep)
        self._tell_saved()

    @on(TextArea.SelectionChanged)
    async def moved(self) -> None:
        self._say_mark()
        await self._show_step()

    async def read(self) -> None:
        """Read the text away from the screen, and mark it."""
        text = self.source.text
        latest = await asyncio.to_thread(read_draft, self.folder, text)
        if text != self.source.text:  # there is newer text, which is read in its turn
            return
        self.draft = replaced(self.draft, latest)
        wrong = {mark.line for mark in latest.marks if not mark.hint and mark.line is not None}
        self.source.mark(wrong, {mark.line for mark in latest.marks if mark.line is not None} - wrong)
        self._say_mark()
        self._list_moments()
        await self._show_step(again=True)

    def keep(self) -> None:
        """Keep what is typed; where that cannot be done it is said, and nothing else."""
        if self._keeping is not None:
            self._keeping.stop()
            self._keeping = None
        text = self.source.text
        try:
            if text == self.saved:
                self.manuscripts.forget(self.folder)
            else:
                self.manuscripts.keep(self.folder, Kept(text, digest(self.saved)))
        except DtxError as problem:
            self.say(f"{problem.problem} {problem.remedy}")

    def look(self) -> None:
        """Whether another program has changed the file meanwhile."""
        now = read_file(self.file) if self.is_current else None
        if not now or now == self.saved:  # while an editor writes there may be no file for a moment, or an empty one
            return
        mine, self.saved = self.source.text == self.saved, now
        if mine:
            self._put(now)
        else:
            self.say(OTHER)
        self._tell_saved()

    def action_save(self) -> None:
        text = self.source.text
        try:
            save(self.file, text if text.endswith("\n") or not text else f"{text}\n")
        except DtxError as problem:
            self.say(f"{problem.problem} {problem.remedy}")
            return
        self.saved = read_file(self.file) or ""
        if self.saved != text:
            self._put(self.saved)
        self.manuscripts.forget(self.folder)
        self._tell_saved()
        self.say(SAVED)

    def action_saved_one(self) -> None:
        """Back to what is saved; undo brings back what was typed."""
        self._put(self.saved)

    def _put(self, text: str) -> None:
        """Other text, at the same place; it can be undone."""
        place = self.source.cursor_location
        self.source.replace(text, self.source.document.start, self.source.document.end)
        self.source.move_cursor(place)

    # -- what is wrong

    def _say_mark(self) -> None:
        mark = self.draft.mark_near(self.source.cursor_location[0] + 1)
        place, wrong = self.query_one(".mark", Text), [mark for mark in self.draft.marks if not mark.hint]
        more = "   " + _("({n} marks)").format(n=len(self.draft.marks)) if len(self.draft.marks) > 1 else ""
        place.say(f"{mark}{more}" if mark is not None else FINE)
        place.set_class(not wrong, "-fine")

    def action_next_mark(self) -> None:
        if (mark := self.draft.next_mark(self.source.cursor_location[0] + 1)) is not None and mark.line is not None:
            self.show_side(False)
            self.source.move_cursor((mark.line - 1, 0), center=True)
            self.source.focus()

    # -- the other side

    def _list_moments(self) -> None:
        """The steps of the activity that the cursor is in."""
        place = self.draft.at(self.source.cursor_location[0] + 1)
        moment = self.draft.moments[place] if place is not None else next(iter(self.draft.moments), None)
        self._activity = moment.activity if moment is not None else ""
        width = max(16, self.query_one(".other").size.width - 5)
        self.query_one(Rows).replace([row(one, width) for one in self._mine])
        titles, total = self.draft.titles or {}, self.draft.totals.get(self._activity, 0.0)
        said = (
            _("{length} without questions  {title}").format(length=clock(total), title=titles.get(self._activity, ""))
            if self._activity
            else ""
        )
        way = "" if self.has_class("-both") else _("F2 text") + "   "
        self.query_one(".total", Text).say(f"{way}{said if self.draft.readable else LAST}")

    @property
    def _mine(self) -> list[Moment]:
        return [one for one in self.draft.moments if one.activity == self._activity]

    async def _show_step(self, again: bool = False) -> None:
        """The step that the cursor is in, as its patient will see it."""
        place = self.draft.at(self.source.cursor_location[0] + 1)
        moment = self.draft.moments[place] if place is not None else next(iter(self.draft.moments), None)
        if moment is not None and moment.activity != self._activity:
            self._list_moments()
        mine = self._mine
        if moment is not None and moment in mine:
            self.query_one(Rows).highlighted = mine.index(moment)
        if moment is self._shown and not again:
            return
        self._shown = moment
        other = self.query_one(OtherSide)
        if moment is None:
            await other.nothing(CODE.format(code=self.draft.code) if self.draft.code else NOTHING_YET)
            return
        following = next((one for one in self.draft.moments[self.draft.moments.index(moment) + 1 :] if one.start_s is not None), None)
        await other.show(moment, following)

    def action_other_side(self) -> None:
        self.show_side(not self.has_class("-over"))

    def show_side(self, other: bool) -> None:
        """On a narrow screen one side is there at a time."""
        self.set_class(other and not self.has_class("-both"), "-over")
        if not self.has_class("-over"):
            self.call_after_refresh(self.source.focus)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width)

    def _fit(self, width: int) -> None:
        both = width >= WIDE
        self.set_class(both, "-both")
        if both:
            self.remove_class("-over")
        self.query_one(".keys", Text).say(WIDE_KEYS if both else KEYS)

    def on_other_side_resized(self) -> None:
        self._list_moments()

    # -- around it

    def say(self, words: str) -> None:
        self.app.clear_notifications()
        self.app.notify(clean(words), markup=False, timeout=6)

    def _tell_saved(self) -> None:
        self.query_one(".saved", Text).say(SAVED if self.source.text == self.saved else UNSAVED)
        self.show_controls()

    def labels(self) -> Mapping[str, Label]:
        unsaved = self.is_mounted and self.source.text != self.saved
        return {"stop": Label(_("Leave"), "Esc"), "pause": Label(_("Save"), "Ctrl+S", unsaved), "help": Label(_("Help"), "F1")}

    async def pressed_control(self, action: str) -> None:
        if action == "pause":
            self.action_save()
        else:
            await super().pressed_control(action)

    @on(Source.Left)
    async def action_back(self) -> None:
        """Nothing is lost by leaving: what is not saved is kept."""
        self.keep()
        if self.source.text != self.saved:
            self.say(LEFT)
        self.leave()

    def action_preview(self) -> None:
        """The practice as it is saved, on the pages its patients see."""
        from dtx.authors.preview import Preview
        from dtx.tui.previewing import first

        if self.source.text != self.saved:
            self.action_save()
        self._preview = Preview(self.services.home, self.folder, sound=self.services.sound)
        self.app.push_screen(first(self._preview))

    def action_record(self) -> None:
        """The lines as they are saved, in one's own voice."""
        from dtx.authors.authored import authored
        from dtx.authors.booth import Booth
        from dtx.authors.checking import lines_of
        from dtx.tui.recordpage import RecordPage

        if self.source.text != self.saved:
            self.action_save()
        try:
            lines = lines_of(authored(self.folder, self.services.shelf), self.services.now().date())
        except DtxError as problem:
            self.say(f"{problem.problem} {problem.remedy}")
            return
        booth = Booth(self.services.home, self.folder, lines)
        if booth.lines:
            self.app.push_screen(RecordPage(self.services, booth))
        else:
            self.say(NOTHING_SAID)

    def on_screen_resume(self) -> None:
        """Come back from a preview."""
        self._end_preview()

    def on_unmount(self) -> None:
        self._end_preview()

    def _end_preview(self) -> None:
        if self._preview is not None:
            self._preview.close()
            self._preview = None


class SeenQuestion(Asking):
    """A question to look at: it takes no key, and its answers go nowhere."""

    def on_mount(self) -> None:
        self.can_focus = False
        for widget in self.query("*"):
            widget.can_focus = False


class OtherSide(Vertical):
    """One step as it will be seen, and below it all of them with their times. Nothing here takes a key."""

    class Resized(Message):
        """There is more or less room, or any at all."""

    def __init__(self, rows: Rows, classes: str) -> None:
        super().__init__(classes=classes)
        self.rows = rows
        self.asking: Asking | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="seen"):
            yield Guide()
            yield Moves()
            yield Text(classes="instead")
        yield Text(classes="only")
        yield self.rows
        yield Text(classes="total")

    def on_resize(self) -> None:
        self.post_message(self.Resized())

    @on(Asking.Answered)
    @on(Asking.Declined)
    @on(Press.Pressed)
    def unheard(self, message: Message) -> None:
        message.stop()

    async def show(self, moment: Moment, following: Moment | None) -> None:
        """A step in its middle, or a question with nothing chosen."""
        view, step = moment.view(following), moment.stand.step
        await self._swap(SeenQuestion(step) if isinstance(step, QUESTIONS) else None)
        guide, moves = self.query_one(Guide), self.query_one(Moves)
        moves.display = isinstance(step, Move)
        guide.display = not moves.display and view.question is None
        self.query_one(".instead").display = False
        if view.phase is not None:
            (moves if moves.display else guide).draw(view)
        self.query_one(".only", Text).say(_("Only if {only}.").format(only=moment.only) if moment.only else "")

    async def nothing(self, words: str) -> None:
        await self._swap(None)
        self.query_one(Guide).display = self.query_one(Moves).display = False
        place = self.query_one(".instead", Text)
        place.display = True
        place.say(words)
        self.query_one(".only", Text).say("")

    async def _swap(self, asking: Asking | None) -> None:
        old, self.asking = self.asking, asking
        if old is not None:
            await old.remove()
        if asking is not None:
            await self.query_one(".seen").mount(asking)


def row(moment: Moment, width: int) -> str:
    """When, what, and the words, in one line."""
    when = clock(moment.start_s) if moment.start_s is not None else "     "
    words = clean(moment.words).replace("\n", " ")
    line = f"{when} {moment.stand.step.verb:<8} {words}"
    return line if len(line) <= width else f"{line[: width - 1]}…"


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


def read_file(file: Path) -> str | None:
    """The text as it is on disk; None where there is none that can be read."""
    try:
        with file.open("rb") as opened:
            data = opened.read(1_000_000)
    except OSError:
        return None
    return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
