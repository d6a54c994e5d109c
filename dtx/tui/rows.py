"""A list to choose from, with a sign beside the line the keys are on, so that nothing is said by colour alone."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from dtx.engine.words import clean

HERE, ELSEWHERE = "› ", "  "


class Rows(OptionList):
    """Lines of words. A click moves to a line; it chooses only where `click_chooses` says so."""

    DEFAULT_CSS = """
    Rows { border: none; padding: 0; background: $background; color: $text; scrollbar-size-vertical: 1; height: auto; }
    Rows:focus { border: none; background-tint: $background 0%; }
    Rows > .option-list--option-highlighted { color: $text; background: $block; text-style: bold; }
    Rows:focus > .option-list--option-highlighted { color: $block-cursor-foreground; background: $block-cursor-background;
        text-style: $block-cursor-text-style; }
    Rows > .option-list--option-hover { background: $block-hover-background; color: $text; }
    Rows > .option-list--option-disabled { color: $text-muted; }
    """

    def __init__(self, lines: Sequence[str] = (), *, click_chooses: bool = True, id: str | None = None, classes: str | None = None) -> None:
        self.lines = [clean(line) for line in lines]
        self.click_chooses = click_chooses
        self._marked: int | None = None
        super().__init__(markup=False, id=id, classes=classes)
        self.set_reactive(Rows.auto_links, False)  # there are none
        self.add_options(Option(self._prompt(index)) for index in range(len(self.lines)))  # given above, the first would be chosen

    def _prompt(self, index: int) -> Content:
        """A long line goes on under its own beginning, not under the sign."""
        return Content((HERE if index == self._marked else ELSEWHERE) + self.lines[index])

    def replace(self, lines: Sequence[str]) -> None:
        """Show other lines; the place in the list is kept."""
        if (cleaned := [clean(line) for line in lines]) == self.lines:
            return
        place, self.lines = self.highlighted, cleaned
        self.set_options(Option(self._prompt(index)) for index in range(len(lines)))
        self.highlighted = place if place is not None and place < len(lines) else None

    def add(self, lines: Sequence[str]) -> None:
        """More lines at the end."""
        start = len(self.lines)
        self.lines += [clean(line) for line in lines]
        self.add_options(Option(self._prompt(index)) for index in range(start, len(self.lines)))

    def change(self, index: int, line: str) -> None:
        """Other words on one line."""
        self.lines[index] = clean(line)
        self.replace_option_prompt_at_index(index, self._prompt(index))

    def watch_highlighted(self, highlighted: int | None) -> None:
        old, self._marked = self._marked, highlighted
        for index in {old, highlighted} - {None}:
            if index is not None and index < self.option_count:
                self.replace_option_prompt_at_index(index, self._prompt(index))
        super().watch_highlighted(highlighted)

    def on_resize(self) -> None:
        """In a smaller window the line the keys are on stays in sight."""
        self.call_after_refresh(self.scroll_to_highlight)

    async def _on_click(self, event: events.Click) -> None:
        event.prevent_default()
        if (index := event.style.meta.get("option")) is not None:
            self.highlighted = index
            if self.click_chooses:
                self.action_select()
