"""The start page: what an activity is, what to know before it, and how it can be changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from dtx.errors import DtxError
from dtx.language import _
from dtx.tui import wording
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.safe import Text
from dtx.tui.setting import Picks, Setting, Wording, offered

if TYPE_CHECKING:
    from dtx.host.index import Listed
    from dtx.services import Services


CHANGES = _("Tab, then left or right, changes it.")
MORE = _("More below: Page Down.")
WIDE = 60


class StartPage(Page):
    """Enter begins, wherever one is; the options are there for whoever wants them."""

    at_rest = True

    DEFAULT_CSS = """
    StartPage > VerticalScroll { width: 100%; height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    StartPage.-low > VerticalScroll { padding: 0 1; }
    StartPage VerticalScroll > Text, StartPage VerticalScroll > Setting, StartPage VerticalScroll > Wording { max-width: 74; }
    StartPage VerticalScroll > Text { margin: 0 0 1 0; }
    StartPage.-low VerticalScroll > Text, StartPage VerticalScroll > .label { margin: 0; }
    StartPage > Press { margin: 0 2 1 2; background: $block-cursor-background; color: $block-cursor-foreground;
        text-style: $block-cursor-text-style; }
    StartPage.-low > Press { margin: 0 1; }
    StartPage > .more { padding: 0 2; height: 1; }
    StartPage.-low > .more { padding: 0 1; }
    StartPage > .trouble { color: $warning; display: none; padding: 0 2; height: auto; }
    StartPage > .trouble.-said { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "begin", show=False)]

    def __init__(self, services: "Services", listed: "Listed") -> None:
        super().__init__()
        self.services, self.listed = services, listed
        self._opened = False
        self._changes = ""

    async def on_mount(self) -> None:
        await super().on_mount()
        self.watch(self.query_one(VerticalScroll), "scroll_y", self._tell_of_more)
        self.call_after_refresh(self._tell_of_more)

    def on_resize(self) -> None:
        self.call_after_refresh(self._tell_of_more)

    def _tell_of_more(self) -> None:
        """Whoever begins at once should have seen that there is more to read."""
        page = self.query_one(VerticalScroll)
        below = page.scroll_offset.y < page.max_scroll_y
        words = (MORE, self._changes if not below or self.app.size.width >= WIDE else "") if below else (self._changes,)
        for line in self.query(".more").results(Text):
            line.say("  ".join(filter(None, words)))

    def body(self) -> list[Widget]:
        listed = self.listed
        time = _("{minutes}, and a few questions before and after.").format(minutes=wording.minutes(listed.minutes))
        parts: list[Widget] = [Text(listed.title, classes="strong"), Text(f"{listed.summary}\n{time[:1].upper()}{time[1:]}")]
        try:
            cautions, options = self.services.cautions(listed.id), self.services.options(listed.id)
            known, easy = self.services.knows(listed.id), self.services.easy_start(listed.id)
            about = self.services.about(listed.id)
            parts += [Text(sentence) for sentence in self.services.asked_for(listed.id)]
        except DtxError as problem:
            return [VerticalScroll(*parts, id="main"), Text(f"{problem.problem} {problem.remedy}", classes="trouble -said")]
        self._opened = True
        if not known:  # whoever has practised it has read this; it stays there, further down
            parts += self._cautions(cautions)
        if options:
            parts.append(Text(_("If you would like it differently:"), classes="label quiet"))
        if easy:
            how = ", ".join(f"{name} {str(value).replace('_', ' ')}" for name, value in easy.items())
            parts.append(Text(_("An easy start with what you told us, if it suits you: {how}.").format(how=how)))
        for name, option in options.items():
            values = offered(name, option)
            if values:
                parts.append(Setting(name, option, values))
            elif option.type == "several":
                parts += [Picks(name, option)] if option.choices else []
            else:
                parts += [Text(option.words or name, classes="label"), Wording(name, option)]
        if known or options:
            parts.append(Text())
        if known:
            parts += self._cautions(cautions)
        parts += told(*about)
        self._changes = CHANGES if options else ""
        return [
            VerticalScroll(*parts, id="main"),
            Text(self._changes, classes="more quiet"),
            Text(classes="trouble"),
            Press(_("Begin"), _("Enter"), "begin", main=True),
        ]

    def _cautions(self, cautions: tuple[str, ...]) -> list[Widget]:
        return [Text(_("Before you begin"), classes="strong label"), *(Text(caution) for caution in cautions)] if cautions else []

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "b")}

    def given(self) -> dict[str, str]:
        """What the person has changed, by the option's name."""
        fields = [*self.query(Setting), *self.query(Wording)]
        return {field.option_name: field.given for field in fields if field.given is not None}

    @on(Press.Pressed)
    @on(Wording.Submitted)
    def begin(self) -> None:
        self.action_begin()

    def action_begin(self) -> None:
        from dtx.tui.beginning import Beginning

        if not self._opened:
            return
        try:
            page = Beginning(self.services, self.listed.id, self.given()).page()
        except DtxError as problem:
            trouble = self.query_one(".trouble", Text)
            trouble.say(f"{problem.problem} {problem.remedy}")
            trouble.add_class("-said")
            return
        self._opened = False  # a second Enter must not begin a second session
        self.app.switch_screen(page)

    @on(Picks.Wanted)
    def pick(self, message: Picks.Wanted) -> None:
        """A page with everything there is to choose from; Enter there leads back here."""
        from dtx.sessions.screening import Asked, Screening
        from dtx.tui.screeningpage import ScreeningPage

        picks = message.picks

        def chosen() -> Asked:
            answer = yield picks.question
            picks.choose(answer if isinstance(answer, tuple) else ())

        given = {picks.option_name: picks.chosen}
        self.app.push_screen(ScreeningPage(Screening().start([chosen()]), self.listed.title, given_before=given, as_it_is=True))

    async def action_back(self) -> None:
        self.leave()


def told(stop_rules: tuple[str, ...], easier: tuple[str, ...], signed: str) -> list[Widget]:
    """What its author says besides: it is read by whoever looks for it, so it stands last."""
    return [
        Text(_("When to stop"), classes="strong label"),
        Text("\n".join(stop_rules)),
        Text(_("A smaller or easier form"), classes="strong label"),
        Text("\n".join(easier)),
        Text(signed, classes="quiet"),
    ]
