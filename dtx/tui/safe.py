"""Words from people, files and plugins, made safe to paint: no control codes, and never read as markup."""

from typing import Any

from textual.content import Content
from textual.widgets import Static

from dtx.engine.words import clean


def words(text: object) -> Content:
    """Clean words as a piece of content, brackets and all."""
    return Content(clean(text))


class Text(Static):
    """The one widget for words that were not written in this folder."""

    def __init__(self, text: object = "", **keywords: Any) -> None:
        super().__init__(words(text), markup=False, **keywords)
        self.set_reactive(Text.auto_links, False)  # there are none
        self.said = clean(text)

    def say(self, text: object) -> None:
        """Show other words. Nothing is redrawn when they are the same; nothing is laid out anew when they take as many lines."""
        if (said := clean(text)) != self.said:
            self.said = said
            content, given = words(text), self.size
            free = not given or self.styles.is_auto_width
            self.update(content, layout=free or content.get_height({}, given.width) != given.height)
