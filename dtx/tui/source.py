"""The text of a practice, with line numbers: what is wrong in it is marked where it stands."""

import re
from collections.abc import Collection
from typing import ClassVar

from rich.style import Style
from rich.text import Text as RichText
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

COMMENT = re.compile(r"(?:^|\s)#.*$")
KEY = re.compile(r"^\s*(?:- +)*[A-Za-z_][A-Za-z0-9_]*(?=:(?:\s|$))")
LEADING = re.compile(r"\s*")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""What a terminal would act on, or a reader would not see; it is shown as a dot, and is still in the text."""

DOT = "·"


class Source(TextArea):
    """Enter keeps the indentation, Tab makes blanks of it. Letters are letters here."""

    DEFAULT_CSS = """
    Source { border: none; padding: 0; background: $background; color: $text; scrollbar-size-vertical: 1; }
    Source:focus { border: none; }
    Source .text-area--cursor, Source:light .text-area--cursor, Source:focus .text-area--cursor {
        background: $input-cursor-background; color: $input-cursor-foreground;
        text-style: $input-cursor-text-style; }
    Source .text-area--cursor-line { background: $block; }
    Source .text-area--gutter { color: $text-muted; background: $background; }
    Source .text-area--cursor-gutter { color: $text; background: $block; text-style: bold; }
    Source .text-area--selection { background: $input-selection-background; color: $input-selection-foreground; }
    """
    SCOPED_CSS = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("shift+tab", "outdent", show=False)]

    class Left(Message):
        """Esc was pressed."""

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=True, tab_behavior="indent", id="main")
        self.indent_width = 2
        self.cursor_blink = False
        self._wrong: frozenset[int] = frozenset()
        self._hinted: frozenset[int] = frozenset()

    def mark(self, wrong: Collection[int], hinted: Collection[int]) -> None:
        """Lines, from 1, in which something has to be put right, or looked at."""
        if (frozenset(wrong), frozenset(hinted)) != (self._wrong, self._hinted):
            self._wrong, self._hinted = frozenset(wrong), frozenset(hinted)
            self._line_cache.clear()
            self.refresh()

    def notify_style_update(self) -> None:
        self._line_cache.clear()
        super().notify_style_update()

    def get_line(self, line_index: int) -> RichText:
        line = UNSEEN.sub(DOT, self.document.get_line(line_index))
        shown = RichText(line, end="", no_wrap=True)
        colours = self.app.theme_variables if line_index != self.cursor_location[0] else {}  # there the cursor has its own
        if key := KEY.match(line):
            shown.stylize(Style(bold=True), *key.span())
        if comment := COMMENT.search(line):
            shown.stylize(Style(color=colours.get("text-muted")), *comment.span())
        if line_index + 1 in self._wrong:
            shown.stylize(Style(color=colours.get("warning"), underline=True, bold=True), len(LEADING.match(line)[0]))  # type: ignore[index]
        elif line_index + 1 in self._hinted:
            shown.stylize(Style(underline=True), len(LEADING.match(line)[0]))  # type: ignore[index]
        return shown

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
        elif event.key == "enter" and not self.read_only:
            event.stop()
            event.prevent_default()
            start, end = self.selection
            row, column = min(start, end)
            line = self.document.get_line(row)[:column]
            self._replace_via_keyboard(f"\n{following(line)}", start, end)
        else:
            await super()._on_key(event)

    def action_outdent(self) -> None:
        """Take two blanks away from the beginning of the line."""
        row, column = self.cursor_location
        blanks = min(2, len(self.document.get_line(row)) - len(self.document.get_line(row).lstrip(" ")))
        if blanks:
            self.delete((row, 0), (row, blanks))
            self.move_cursor((row, max(0, column - blanks)))


def following(line: str) -> str:
    """The blanks with which the line after this one begins: below a '- ' its keys stand, and below 'steps:' its items."""
    blanks = LEADING.match(line)
    assert blanks is not None
    indent, rest = blanks[0], line.strip()
    if rest.startswith("- "):
        indent += "  "
    return f"{indent}  " if rest.endswith(":") and not rest.startswith("#") else indent
