"""Words to read above the answers: as high as they are, and scrolling where there is no room for all of them."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from dtx.engine.words import clean

ITEM = "- "
STRONG = 200
"""A longer paragraph in strong type tires the eyes."""


class Reading(VerticalScroll, can_focus=False):
    """The answers below keep their place: what is too long scrolls here, a page at a time."""

    DEFAULT_CSS = """
    Reading { height: 1fr; min-height: 1; width: 100%; scrollbar-size-vertical: 1; }
    Reading > Static { width: 100%; height: auto; }
    """

    class Moved(Message):
        """Other words are in sight now, or others are out of it."""

    def __init__(self, text: str, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.content = self.question = told(text)
        self.high = 1
        self._place = 0

    def compose(self) -> ComposeResult:
        yield Static(self.content, markup=False)

    def say(self, text: str, more: str = "") -> None:
        """Other words; `more` stands below them, in plain type."""
        self.question = told(text)
        self.content = Content("\n\n").join([self.question, Content(clean(more))]) if more else self.question
        for shown in self.query(Static):  # not there yet, it will come with these words
            shown.update(self.content)

    def fit(self, width: int) -> None:
        """Be as high as the words are in lines of `width`, and no higher."""
        self.high = max(1, self.content.get_height({}, max(1, width)))
        self.styles.max_height = self.high

    def on_resize(self) -> None:
        self.post_message(self.Moved())
        if self._place and not self.scroll_offset.y:  # in a larger window there was nothing to scroll for a while
            self.call_after_refresh(self._return)

    def _return(self) -> None:
        """To where one was, as far as there is room to scroll; the place is remembered for a window that has it again."""
        self.scroll_to(y=min(self._place, self.max_scroll_y), animate=False)

    def watch_scroll_y(self, old: float, new: float) -> None:
        super().watch_scroll_y(old, new)
        self.post_message(self.Moved())

    def watch_virtual_size(self) -> None:
        self.post_message(self.Moved())

    def scroll_to_more(self) -> None:
        """To what was said below the question, as far as it is not in sight anyway."""
        if self.goes_on:
            self.go_to(self.question.get_height({}, max(1, self.size.width)) + 1)

    @property
    def goes_on(self) -> bool:
        """Whether there are words above or below what is in sight."""
        return self.max_scroll_y > 0

    @property
    def at_end(self) -> bool:
        return self.scroll_offset.y >= self.max_scroll_y

    def go_to(self, line: int) -> None:
        """Have this line at the top, as far as there are enough below it."""
        self._place = min(max(0, line), self.max_scroll_y)
        self.scroll_to(y=self._place, animate=False)

    def go(self, by: int) -> None:
        """So many lines on or back."""
        self.go_to(self.scroll_offset.y + by)

    def page(self, by: int) -> None:
        """A page on or back; one line of the last page stays in sight."""
        self.go(by * max(1, self.size.height - 1))


def told(text: str) -> Content:
    """The question in strong type: the first short paragraph of one line that is not a quotation. In a list, its headings are."""
    asked = asked_in(text)
    parts = [Content.styled(one, "bold") if one == asked else listed(one) for one in clean(text).split("\n\n")]
    return Content("\n\n").join(parts)


def parted(text: str) -> tuple[str, str]:
    """A question that comes after much else, such as a list, is kept apart: it stays in sight while the rest scrolls."""
    before, _blank, last = clean(text).rpartition("\n\n")
    return (before, last) if before and last == asked_in(text) else (clean(text), "")


def asked_in(text: str) -> str | None:
    paragraphs = clean(text).split("\n\n")
    return next((one for one in paragraphs if "\n" not in one and not quoted(one) and len(one) <= STRONG), None)


def quoted(paragraph: str) -> bool:
    """Whether it is a person's own words, with or without what they are called."""
    return paragraph.startswith("“") or paragraph.endswith("”")


def listed(paragraph: str) -> Content:
    """The lines of a paragraph. Those that lead to the items of a list are its headings, and what follows on the last stands apart."""
    parts: list[Content] = []
    heads = False
    for line in reversed(paragraph.split("\n")):
        if line.startswith(ITEM) and not heads and parts:
            parts.append(Content(""))
        parts.append(Content.styled(line, "bold") if heads and not line.startswith(ITEM) else Content(line))
        heads |= line.startswith(ITEM)
    return Content("\n").join(reversed(parts))
