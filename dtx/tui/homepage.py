"""The home page: what was last done, what is unfinished, and what could be practised now."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.worker import get_current_worker

from dtx.engine.words import clean
from dtx.errors import DtxError
from dtx.language import _
from dtx.tui import wording
from dtx.tui.brokenoff import BrokenOff
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.rows import Rows
from dtx.tui.safe import Text

if TYPE_CHECKING:
    from dtx.care.suits import Wish
    from dtx.host.index import Listed
    from dtx.services import Services
    from dtx.sessions.practice import Practice
    from dtx.sessions.unfinished import Unfinished
    from dtx.tui.breathing import Breathing

T = TypeVar("T")

FIRST = 9

PAINTED_S = 0.05
"""Time for the first frame to reach the terminal before other work begins."""

HINT = _("Enter Choose  i Check in  h Look back  x Share  p You  y Your data  o Sound")
NARROW_HINT = _("i note  h past  x share  p you  y data")
WIDE = 80
PLACES = ("heading", "last", "unfinished", "plan", "trouble", "main", "about", "notices", "hint")
"""From top to bottom, where there is anything to say there."""

HEADING = _("What would suit you today?")
BY_NEED = _("(f: by time, position, strength)")
NOTHING_SUITS = _("Nothing here fits all of that. f shows everything; Space is two minutes of breathing.")
SUITS = _("Now: {what}  (f: all)")
FIND = _("What could I do now?")
WHOLE_PLAN = _("(w: the whole plan)")
LAST_TIME = _("A question about last time")
LOOKING = _("Looking for what can be practised…")
EMPTY = _("There is nothing to practise here yet. “dtx doctor” says why.")


class HomePage(Page):
    """Enter opens the activity the list stands on."""

    DEFAULT_CSS = """
    HomePage > Text { padding: 0 1; height: auto; }
    HomePage > #last, HomePage > #hint, HomePage > #about, HomePage > #notices { color: $text-muted; }
    HomePage > #trouble { color: $warning; }
    HomePage > #main { height: 1fr; min-height: 3; margin: 1 0; padding: 0 1; }
    HomePage.-low > #main { margin: 0; }
    HomePage.-tall > #main { height: auto; max-height: 70%; }
    HomePage > #about { height: 2; }
    HomePage.-low > #about { display: none; }
    HomePage > #notices { max-height: 3; }
    HomePage.-low > #notices, HomePage.-low > #plan, HomePage.-low > #last { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """
    at_rest = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "check_in", show=False),
        Binding("h", "history", show=False),
        Binding("x", "share", show=False),
        Binding("p", "profile", show=False),
        Binding("y", "data", show=False),
        Binding("o", "sound", show=False),
        Binding("w", "plan", show=False),
        Binding("f", "find", show=False),
        Binding("a", "workshop", show=False),
        Binding("q", "leave", show=False),
        Binding("g", "go_on", show=False),
        Binding("c", "close", show=False),
    ]

    def __init__(self, services: "Services") -> None:
        super().__init__()
        self.services = services
        self.listed: list[Listed] = []
        self.unfinished: list[Unfinished] = []
        self.wish: Wish | None = None
        self._trouble = ""
        self.looked = False
        self.listening: Thread | None = None

    def body(self) -> list[Widget]:
        self.listed = self._asked(lambda: self.services.activities(limit=self._in_sight))
        return [
            Text(self._heading, classes="strong", id="heading"),
            Rows(self._lines(), id="main"),
            Text(id="about"),
            Text(HINT, id="hint"),
        ]

    async def on_mount(self) -> None:
        if self.listed:
            self.query_one(Rows).highlighted = 0
        self.call_after_refresh(self.set_timer, PAINTED_S, self._afterwards)

    async def on_screen_resume(self) -> None:
        """Something may have been practised since."""
        rows = self._asked(lambda: self.services.history(limit=1))
        self.unfinished = self._open()
        self._say("last", "" if self.unfinished else "".join(wording.last_time(row, self.services.now().date()) for row in rows))
        await self._offer()
        if self.looked:  # the first time it waits until the page is there
            self._say_plan()
        self._say_notices()

    def _say(self, name: str, words: str) -> None:
        """Words at their place. Most places have none, and are not there until they do: each costs before the first frame."""
        for place in self.query(f"#{name}").results(Text):
            place.say(words)
            place.display = bool(words)
            return
        if words:
            self.mount(Text(words, id=name), before=self._below(name))

    def _below(self, name: str) -> Widget:
        """What comes after a place, of all that is there."""
        return next(place for later in PLACES[PLACES.index(name) + 1 :] for place in self.query(f"#{later}"))

    async def _offer(self) -> None:
        """What was not finished, the newest first; nothing where there is none."""
        offered = list(self.query(BrokenOff))
        if self.unfinished and not offered:
            offered = [BrokenOff()]
            await self.mount(*offered, before=self._below("unfinished"))
        for place in offered:
            place.display = bool(self.unfinished)
            for one in self.unfinished[:1]:
                place.what.say(_("Not finished yet: {title}, {ago}.").format(title=one.title, ago=wording.ago(one.minutes_ago)))

    def _say_plan(self) -> None:
        """What of the plan would suit today, where there is a plan."""
        narrow = self.app.size.width < WIDE
        sentences = self._asked(partial(self.services.plan_today, narrow))
        said = (_("Plan (w): {sentence}").format(sentence=sentence) if narrow else f"{sentence} {WHOLE_PLAN}" for sentence in sentences)
        self._say("plan", "".join(said))

    def _open(self) -> "list[Unfinished]":
        """What can be gone on with, the newest first: a practice for half an hour, a form for days."""
        return [left for left in self._asked(self.services.unfinished) if left.open]

    def _asked(self, ask: Callable[[], list[T]]) -> list[T]:
        """What `ask` gives; a problem becomes a sentence among the notices."""
        try:
            return ask()
        except DtxError as problem:
            self._trouble = f"{problem.problem} {problem.remedy}"
            return []

    def _say_notices(self) -> None:
        """What stands in the way comes before the list, in a stronger colour; what is only good to know quietly after it."""
        first = [*([self._trouble] if self._trouble else []), *([] if self.listed else [self._empty])]
        self._say("trouble", "\n".join(first))
        self._say("notices", "\n".join(self.services.notices))

    @property
    def _empty(self) -> str:
        """Why there is nothing in the list."""
        if self.wish is not None:
            return NOTHING_SUITS
        return EMPTY if self.looked else LOOKING

    @property
    def _heading(self) -> str:
        if self.wish is not None:
            return SUITS.format(what=self.wish.said)
        return f"{HEADING}   {BY_NEED}" if self.app.size.width >= WIDE else HEADING

    # -- the list

    @property
    def _in_sight(self) -> int:
        """So many lines come with the first frame, and the rest a moment after it: each costs, and a scroll bar a second layout."""
        return min(FIRST, self.app.size.height)

    def _lines(self) -> list[str]:
        width = min(76, max(20, self.app.size.width - 5))  # wider, and the eye loses the line
        return [self._line(one, width) for one in self.listed]

    def _line(self, one: "Listed", width: int) -> str:
        title = clean(one.title).replace("\n", " ")
        side = wording.minutes(one.minutes) if one.available else _("not now")
        room = width - len(side) - 2
        title = title if len(title) <= room else title[: room - 1] + "…"
        return f"{title:<{room}}  {side}"

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(Rows).replace(self._lines())
        self.query_one("#heading", Text).say(self._heading)
        self.query_one("#hint", Text).say(HINT if event.size.width >= WIDE else NARROW_HINT)
        if self.looked:
            self._say_plan()

    def _afterwards(self) -> None:
        """After the first frame: the rest of the list, then a look for what is new."""
        if len(self.listed) == self._in_sight:
            self._fill()
        self.run_worker(self._prepare_to_ask, thread=True, exit_on_error=False)
        self.run_worker(self._tidy, thread=True, exit_on_error=False)
        self.run_worker(self._look, thread=True, exit_on_error=False)
        # a sound device may take seconds to answer; a daemon, so that closing the app does not wait for it
        self.listening = Thread(target=self._listen, args=(self.app,), name="dtx-listening", daemon=True)
        self.listening.start()

    def _prepare_to_ask(self) -> None:
        """What the questions stand on is loaded beside the page, so that keys are answered meanwhile."""
        import dtx.history
        import dtx.sessions.due  # noqa: F401

        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._ask_about_last_time)

    def _ask_about_last_time(self) -> None:
        """The morning after exercises: how it is now. Whoever has gone on already is asked before the next practice instead."""
        from dtx.tui.laterpage import LaterPage

        for screening in self._asked(lambda: [self.services.morning()]):
            if screening.question is not None and self.is_current:
                self.app.push_screen(LaterPage(screening, LAST_TIME, self.action_pause))
                return
        if any(self._asked(lambda: [self.services.past.look_back_due()])) and self.is_current:
            self._offer_a_look_back()

    def _offer_a_look_back(self) -> None:
        """Once in thirteen weeks; “not today” is a full answer."""
        from dtx.tui.lookbackpage import offer

        for page in self._asked(lambda: [offer(self.services, self.action_pause)]):
            self.app.push_screen(page)

    def _look(self) -> None:
        try:
            self.services.refresh()
        except DtxError as problem:  # what the index had is still there
            self._trouble = f"{problem.problem} {problem.remedy}"
        self.looked = True
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._fill)

    def _tidy(self) -> None:
        """What was taken away long ago is erased, in a connection of its own."""
        with suppress(DtxError):  # it is tried again next time
            self.services.tidy()

    def _listen(self, app: App[object]) -> None:
        self.services.listen()
        with suppress(RuntimeError):  # the app has closed meanwhile
            app.call_from_thread(self._say_notices)

    def _fill(self) -> None:
        rows = self.query_one(Rows)
        before = self.listed
        self.listed = [one for one in self._asked(self.services.activities) if self._suits(one)] or ([] if self.wish else before)
        if self.listed[: len(before)] == before:
            rows.add(self._lines()[len(before) :])
        else:
            rows.replace(self._lines())
        if rows.highlighted is None and self.listed:
            rows.highlighted = 0
        self._say_plan()  # with the titles that are known by now
        self._say_notices()

    @on(Rows.OptionHighlighted)
    def tell_about(self, message: Rows.OptionHighlighted) -> None:
        one = self.listed[message.option_index]
        self.query_one("#about", Text).say(one.summary if one.available else one.why_not or "")

    @on(Rows.OptionSelected)
    def open(self, message: Rows.OptionSelected) -> None:
        self.open_one(self.listed[message.option_index])

    def open_one(self, one: "Listed") -> None:
        from dtx.tui.startpage import StartPage

        if one.available:
            self.app.push_screen(StartPage(self.services, one))
        else:
            self.notify(clean(one.why_not or _("This cannot be opened just now.")), markup=False)

    def all_there_is(self) -> "list[Listed]":
        """Every practice, whatever would suit just now."""
        return self._asked(self.services.activities)

    def _suits(self, one: "Listed") -> bool:
        return self.wish is None or self.wish.suits(one.id, one.minutes)

    def action_find(self) -> None:
        """What could be done now: four short questions, and then only that is shown; `f` again shows everything."""
        if self.wish is not None:
            self._find(None)
            return
        from dtx.care import suits
        from dtx.sessions.screening import Asked, Screening
        from dtx.tui.screeningpage import ScreeningPage

        def script() -> Asked:
            self._find((yield from suits.asked()))

        self.app.push_screen(ScreeningPage(Screening().start([script()]), FIND))

    def _find(self, wish: "Wish | None") -> None:
        self.wish = wish if wish is not None and wish.said else None
        self.services.silent = self.wish is not None and self.wish.silent
        self.query_one("#heading", Text).say(self._heading)
        self._fill()

    # -- the rest

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Close"), "q"), "pause": Label(_("Breathe"), _("Space"))}

    async def action_pause(self) -> None:
        """Two minutes of breathing, straight away; at night dark and silent."""
        from dtx.tui.base import BaseApp
        from dtx.tui.breathing import Breathing

        for breathing in self._asked(lambda: [Breathing(self.services)]):
            if breathing.night and isinstance(self.app, BaseApp):
                self.app.darken()
            for page in self._asked(partial(self._first_of, breathing)):
                self.app.push_screen(page)
        self._say_notices()

    def _first_of(self, breathing: "Breathing") -> list[Page]:
        return [breathing.page()]

    async def action_stop(self) -> None:
        """Esc does nothing here: one press too many after a session should not close the program."""

    async def pressed_control(self, action: str) -> None:
        if action == "stop":
            self.action_leave()
        else:
            await super().pressed_control(action)

    def action_leave(self) -> None:
        self.app.exit(return_code=0)

    def action_history(self) -> None:
        from dtx.tui.historypage import history_page

        self.app.push_screen(history_page(self.services))

    def action_check_in(self) -> None:
        from dtx.tui.checkinpage import check_in_page

        self.app.push_screen(check_in_page(self.services))

    def action_share(self) -> None:
        from dtx.tui.sharepage import share_page

        for page in self._asked(lambda: [share_page(self.services)]):
            self.app.push_screen(page)
        self._say_notices()

    def action_profile(self) -> None:
        from dtx.tui.profilepage import profile_page

        self.app.push_screen(profile_page(self.services))

    def action_plan(self) -> None:
        from dtx.tui.planpage import plan_page

        for page in self._asked(lambda: [plan_page(self.services)]):
            self.app.push_screen(page)

    def action_data(self) -> None:
        from dtx.tui.datapage import data_page

        self.app.push_screen(data_page(self.services))

    def action_workshop(self) -> None:
        """For who writes practices; it is named on the help page, and in nobody's way."""
        from dtx.tui.workshoppage import workshop

        self.app.push_screen(workshop(self.services))

    def action_sound(self) -> None:
        from dtx.tui.soundpage import SoundPage

        self.app.push_screen(SoundPage(self.services))

    @on(Press.Pressed)
    async def pressed(self, message: Press.Pressed) -> None:
        await self.run_action(message.action)

    def action_go_on(self) -> None:
        from dtx.tui.sessionpage import SessionPage

        for left in self._open()[:1]:
            for practice in self._asked(partial(self._taken_up, left.session_id)):
                self.app.push_screen(SessionPage(self.services, practice))
        self._say_notices()

    def _taken_up(self, session_id: str) -> "list[Practice]":
        return [self.services.resume(session_id)]

    async def action_close(self) -> None:
        try:
            for left in self._open()[:1]:  # the one that is shown
                self.services.leave(left.session_id)
        except DtxError as problem:
            self._trouble = f"{problem.problem} {problem.remedy}"
        await self.on_screen_resume()
