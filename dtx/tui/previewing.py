"""The pages of a preview: the real ones, read again whenever their file is saved."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from dtx.errors import DtxError, PluginProblem
from dtx.host.explain import ManifestProblems
from dtx.language import _
from dtx.tui.controlbar import Label
from dtx.tui.listpage import Entry, ListPage
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.safe import Text
from dtx.tui.sessionpage import SessionPage
from dtx.tui.startpage import StartPage

if TYPE_CHECKING:
    from dtx.authors.preview import Place, Preview
    from dtx.host.index import Listed
    from dtx.sessions.practice import Practice

LOOK_S = 0.25
"""How often the folder is looked at: a change is on the screen well within a second."""

WAYS = _("n next  b back  w text  q leave")
ENDED = _("That was all of it. Nothing of it was kept.")
STILL = _("Until then it is shown as it was before.")
MOST, MOST_LOW = 4, 1
"""So many problems are shown beside the practice."""

WAITING = _("It is shown as soon as that is put right and saved.")
"""Said where nothing can be shown yet."""


def told(preview: "Preview") -> str:
    fast = _("Preview ×{speed:g}, without sound, nothing is kept").format(speed=preview.speed)
    usual = _("Preview, nothing is kept")
    return f"{WAYS}   {fast if preview.speed != 1 else usual}"


def problems_of(problem: DtxError) -> str:
    """Everything that is wrong, a line each."""
    return str(problem) if isinstance(problem, ManifestProblems) else f"{problem.problem} {problem.remedy}"


class Head(Text):
    """One line that says that this is a preview, and which keys there are beside the usual ones."""

    DEFAULT_CSS = "Head { width: 100%; height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }"

    def __init__(self, preview: "Preview") -> None:
        super().__init__(told(preview))


class Problems(Text):
    """What keeps the latest version from being shown; there only while something does."""

    DEFAULT_CSS = "Problems { width: 100%; height: auto; padding: 0 1; color: $warning; display: none; }"

    def tell(self, problem: DtxError | None) -> None:
        self.display = problem is not None
        if problem is not None:
            most = MOST_LOW if self.screen.has_class("-low") else MOST
            lines = problems_of(problem).split("\n")
            more = [_("… and {lines} more.").format(lines=len(lines) - most)] if len(lines) > most else []
            self.say("\n".join([*lines[:most], *more, STILL]))


class Watched(Page):
    """A page that is told when the folder has changed; `q` leaves the preview from wherever it is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "leave_it", show=False), Binding("w", "write", show=False)]
    preview: "Preview"

    def follow_the_folder(self) -> None:
        self._stamp = self.preview.stamp()
        self.set_interval(LOOK_S, self.look)

    async def look(self) -> None:
        """Read the folder again if anything in it has changed."""
        if self.is_current and (stamp := self.preview.stamp()) != self._stamp:
            self._stamp = stamp
            await self.changed()

    async def changed(self) -> None: ...

    def action_write(self) -> None:
        """The text of it; what is saved there is shown here."""
        from dtx.tui.authoringpage import AuthoringPage

        if not any(isinstance(page, AuthoringPage) for page in self.app.screen_stack):
            self.app.push_screen(AuthoringPage(self.preview, self.preview.folder))
        else:
            self.action_leave_it()

    def action_leave_it(self) -> None:
        """Back to whatever page the preview was opened from; without one, the app closes."""
        below = [page for page in self.app.screen_stack if isinstance(page, Page) and not isinstance(page, Watched)]
        if not below:
            self.app.exit(return_code=0)
            return
        for _watched in [page for page in self.app.screen_stack if isinstance(page, Watched)]:
            self.app.pop_screen()


def first(preview: "Preview") -> Page:
    """Where a preview begins: the one practice there is, a choice of several, or what keeps them from being shown."""
    try:
        lines = preview.practices()
    except PluginProblem as problem:
        return BrokenPage(preview, problem)
    if broken := next((line for line in lines if not line.available), None):
        return BrokenPage(preview, PluginProblem(preview.folder.name, broken.why_not or "", ""))
    return PreviewStart(preview, lines[0]) if len(lines) == 1 else PreviewList(preview, lines)


class BrokenPage(Watched):
    """Everything that has to be put right before there is something to show."""

    DEFAULT_CSS = """
    BrokenPage > VerticalScroll { height: 1fr; padding: 1 2; }
    BrokenPage.-low > VerticalScroll { padding: 0 1; }
    """

    def __init__(self, preview: "Preview", problem: DtxError) -> None:
        super().__init__()
        self.preview, self.problem = preview, problem

    def body(self) -> list[Widget]:
        parts = [Text(problems_of(self.problem)), Text(), Text(WAITING, classes="quiet")]
        return [Head(self.preview), VerticalScroll(*parts, id="main")]

    async def on_mount(self) -> None:
        self.follow_the_folder()

    async def changed(self) -> None:
        self.app.switch_screen(first(self.preview))

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc")}

    async def action_back(self) -> None:
        self.action_leave_it()


class PreviewList(ListPage, Watched):
    """The practices of a plugin that has several."""

    def __init__(self, preview: "Preview", lines: "list[Listed]") -> None:
        self.preview = preview
        entries = [Entry(line.title, line.summary, lambda line=line: PreviewStart(preview, line)) for line in lines]  # type: ignore[misc]
        super().__init__(
            told(preview), _("{lines} practices in {name}").format(lines=len(lines), name=preview.folder.name), lambda: entries, 30
        )

    async def on_mount(self) -> None:
        await super().on_mount()
        self.follow_the_folder()

    async def changed(self) -> None:
        self.app.switch_screen(first(self.preview))

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc")}

    async def action_back(self) -> None:
        self.action_leave_it()


class PreviewStart(StartPage, Watched):
    """The page before a practice, with its form."""

    def __init__(self, preview: "Preview", line: "Listed") -> None:
        super().__init__(preview, line)
        self.preview = preview

    def body(self) -> list[Widget]:
        return [Head(self.preview), *super().body()]

    async def on_mount(self) -> None:
        self.follow_the_folder()

    async def changed(self) -> None:
        self.app.switch_screen(first(self.preview))

    def action_begin(self) -> None:
        self.run_worker(self._begin(), exclusive=True, exit_on_error=False)

    async def _begin(self) -> None:
        """Go through it away from the screen first: code of an author's own may take its time, or never end."""
        given = self.given()
        trouble = self.query_one(".trouble", Text)
        try:
            await asyncio.to_thread(self.preview.look, self.listed.id, given)
            practice = self.preview.begin(self.listed.id, given)
        except DtxError as problem:
            trouble.say(problems_of(problem))
            trouble.add_class("-said")
            return
        self.app.switch_screen(PreviewPage(self.preview, practice, self.listed.id, given))

    async def action_back(self) -> None:
        if isinstance(self.app.screen_stack[-2], PreviewList):
            self.leave()
        else:
            self.action_leave_it()


class PreviewPage(SessionPage, Watched):
    """A session, with a key to the next step, and to the same place again whenever its file is saved."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "skip", show=False, priority=True)]

    def __init__(self, preview: "Preview", practice: "Practice", activity_id: str, given: Mapping[str, Any]) -> None:
        super().__init__(preview, practice)
        self.preview, self.activity_id, self.chosen = preview, activity_id, dict(given)

    def body(self) -> list[Widget]:
        head, *rest = super().body()
        return [head, Head(self.preview), *rest, Problems()]

    async def on_mount(self) -> None:
        self.follow_the_folder()

    async def action_skip(self) -> None:
        """On to the next step, and past a question, too."""
        self._act(self.practice.skip)

    async def changed(self) -> None:
        """The same place in what was saved; where that cannot be shown, why, and what was there before."""
        place = self.preview.place(self.practice)
        try:
            practice = await asyncio.to_thread(self._again, place)
        except DtxError as problem:
            self.query_one(Problems).tell(problem)
            return
        old, self.practice = self.practice, practice
        old.close()
        self._planned_s, self._stale = None, True
        self.query_one(Problems).tell(None)
        self.said.say(practice.title)
        self.remove_class("-held")
        await self.follow()

    def _again(self, place: "Place") -> "Practice":
        return self.preview.begin_at(self.activity_id, self._still(self.chosen), place)

    def _still(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What was chosen before, as far as there are such options still."""
        known = self.preview.options(self.activity_id)
        return {name: value for name, value in given.items() if name in known}

    def after_the_end(self) -> Page:
        return PreviewEnd(self.preview)


class PreviewEnd(Watched):
    """Nothing was kept; Enter begins again."""

    DEFAULT_CSS = "PreviewEnd > VerticalScroll { height: 1fr; padding: 1 2; align: center middle; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "again", show=False)]

    def __init__(self, preview: "Preview") -> None:
        super().__init__()
        self.preview = preview

    def body(self) -> list[Widget]:
        presses = Press(_("Again"), _("Enter"), "again", main=True, id="main"), Press(_("Leave"), "q", "leave_it")
        return [Head(self.preview), VerticalScroll(Text(ENDED), Text(), *presses)]

    async def on_mount(self) -> None:
        self.follow_the_folder()

    async def changed(self) -> None:
        self.action_again()

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc")}

    def on_press_pressed(self, message: Press.Pressed) -> None:
        message.stop()
        getattr(self, f"action_{message.action}")()

    def action_again(self) -> None:
        self.app.switch_screen(first(self.preview))

    async def action_back(self) -> None:
        self.action_leave_it()
