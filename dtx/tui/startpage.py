"""The start page: what an activity is, what to know before it, and how it can be changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from dtx.errors import DtxError
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.press import Press
from dtx.tui.safe import Text
from dtx.tui.setting import Setting, Wording, offered

if TYPE_CHECKING:
    from dtx.host.index import Listed
    from dtx.services import Services


class StartPage(Page):
    """Enter begins, wherever one is; the options are there for whoever wants them."""

    DEFAULT_CSS = """
    StartPage > VerticalScroll { width: 100%; height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    StartPage.-low > VerticalScroll { padding: 0 1; }
    StartPage VerticalScroll > Text, StartPage VerticalScroll > Setting, StartPage VerticalScroll > Wording { max-width: 74; }
    StartPage VerticalScroll > Text { margin: 0 0 1 0; }
    StartPage.-low VerticalScroll > Text, StartPage VerticalScroll > .label { margin: 0; }
    StartPage > Press { margin: 1 2; background: $block-cursor-background; color: $block-cursor-foreground;
        text-style: $block-cursor-text-style; }
    StartPage.-low > Press { margin: 0 1; }
    StartPage > .trouble { color: $warning; display: none; padding: 0 2; height: auto; }
    StartPage > .trouble.-said { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "begin", show=False)]

    def __init__(self, services: "Services", listed: "Listed") -> None:
        super().__init__()
        self.services, self.listed = services, listed
        self._opened = False

    def body(self) -> list[Widget]:
        listed = self.listed
        parts: list[Widget] = [Text(listed.title, classes="strong"), Text(listed.summary)]
        try:
            cautions, options = self.services.cautions(listed.id), self.services.options(listed.id)
            known, easy = self.services.knows(listed.id), self.services.easy_start(listed.id)
        except DtxError as problem:
            return [VerticalScroll(*parts, id="main"), Text(f"{problem.problem} {problem.remedy}", classes="trouble -said")]
        self._opened = True
        if not known:  # whoever has practised it has read this; it stays there, further down
            parts += self._cautions(cautions)
        if options:
            parts.append(Text("If you would like it differently: Tab, then left or right.", classes="label quiet"))
        if easy:
            how = ", ".join(f"{name} {str(value).replace('_', ' ')}" for name, value in easy.items())
            parts.append(Text(f"An easy start with what you told us, if it suits you: {how}."))
        for name, option in options.items():
            values = offered(name, option)
            if values:
                parts.append(Setting(name, option, values))
            else:
                parts += [Text(option.words or name, classes="label"), Wording(name, option)]
        if known:
            parts += [Text(), *self._cautions(cautions)]
        return [VerticalScroll(*parts, id="main"), Text(classes="trouble"), Press("Begin", "Enter", "begin", main=True)]

    def _cautions(self, cautions: tuple[str, ...]) -> list[Widget]:
        return [Text("Before you begin", classes="strong label"), *(Text(caution) for caution in cautions)] if cautions else []

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label("Leave", "Esc"), "back": Label("Back", "b")}

    def given(self) -> dict[str, str]:
        """What the person has changed, by the option's name."""
        fields = [*self.query(Setting), *self.query(Wording)]
        return {field.option_name: field.given for field in fields if field.given is not None}

    @on(Press.Pressed)
    @on(Wording.Submitted)
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

    async def action_back(self) -> None:
        self.app.pop_screen()
