"""Words to read above the answers: as high as they are, and scrolling where there is no room for all of them."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
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

    def __init__(self, text: str, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.content = told(text)

    def compose(self) -> ComposeResult:
        yield Static(self.content, markup=False)

    def say(self, text: str, more: str = "") -> None:
        """Other words; `more` stands below them, in plain type."""
        self.content = Content("\n\n").join([told(text), Content(clean(more))]) if more else told(text)
        self.query_one(Static).update(self.content)

    def fit(self, width: int) -> None:
        """Be as high as the words are in lines of `width`, and no higher."""
        self.styles.max_height = max(1, self.content.get_height({}, max(1, width)))

    @property
    def goes_on(self) -> bool:
        """Whether there are words above or below what is in sight."""
        return self.max_scroll_y > 0

    @property
    def at_end(self) -> bool:
        return self.scroll_offset.y >= self.max_scroll_y

    def page(self, by: int) -> None:
        """A page on or back; one line of the last page stays in sight."""
        self.scroll_relative(y=by * max(1, self.size.height - 1), animate=False)


def told(text: str) -> Content:
    """The question in strong type: the first short paragraph of one line that is not a quotation. In a list, its headings are."""
    paragraphs = clean(text).split("\n\n")
    asked = next((one for one in paragraphs if "\n" not in one and not one.startswith("“") and len(one) <= STRONG), None)
    parts = [Content.styled(one, "bold") if one is asked else listed(one) for one in paragraphs]
    return Content("\n\n").join(parts)


def listed(paragraph: str) -> Content:
    lines = paragraph.split("\n")
    if not any(line.startswith(ITEM) for line in lines):
        return Content(paragraph)
    return Content("\n").join(Content(line) if line.startswith(ITEM) else Content.styled(line, "bold") for line in lines)
