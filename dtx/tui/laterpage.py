"""A question that stands before the first page. Space leaves it for later, and breathes."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from dtx.engine.questions import Ask, Several
from dtx.language import _
from dtx.tui.controlbar import Label
from dtx.tui.screeningpage import ScreeningPage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dtx.sessions.screening import Screening
    from dtx.tui.page import Page


class LaterPage(ScreeningPage):
    """`breathe` is what Space does on the page below; `put_off` is called first, where the question has to know that it waits."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "pause", show=False, priority=True)]

    def __init__(
        self,
        screening: "Screening",
        title: str,
        breathe: Callable[[], Awaitable[None]],
        *,
        then: "Callable[[], Page | None] | None" = None,
        put_off: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(screening, title, then)
        self.breathe, self.put_off = breathe, put_off

    @property
    def spare(self) -> bool:
        """Whether Space has nothing else to do: it ticks in a list of several, and is a blank between words."""
        return self.asking is not None and not isinstance(self.asking.question, Several | Ask)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.spare if action == "pause" else super().check_action(action, parameters)

    def labels(self) -> "Mapping[str, Label]":
        return {**super().labels(), **({"pause": Label(_("Breathe"), _("Space"))} if self.spare else {})}

    async def action_pause(self) -> None:
        if not self.is_current:
            return
        self.leave()
        if self.put_off is not None:
            self.put_off()
        await self.breathe()
