"""Words from people, files and plugins, made safe to paint: no control codes, and never read as markup."""

from typing import Any

from textual.content import Content
from textual.widgets import Static

from dtx.engine.words import clean


def words(text: object) -> Content:
    """Clean words as a piece of content, brackets and all."""
    return text if isinstance(text, Content) else Content(clean(text))


def styled(*parts: tuple[object, str]) -> Content:
    """Clean words one after the other, each in a style of its own: one widget is laid out much sooner than twenty."""
    return Content.assemble(*((clean(text), style) for text, style in parts))


class Text(Static):
    """The one widget for words that were not written in this folder."""

    def __init__(self, text: object = "", **keywords: Any) -> None:
        content = words(text)
        super().__init__(content, markup=False, **keywords)
        self.set_reactive(Text.auto_links, False)  # there are none
        self.said = content.plain

    def say(self, text: object) -> None:
        """Show other words. Nothing is redrawn when they are the same; nothing is laid out anew when they take as many lines."""
        if (said := clean(text)) != self.said:
            self.said = said
            content, given = words(text), self.size
            free = not given or self.styles.is_auto_width
            self.update(content, layout=free or content.get_height({}, given.width) != given.height)
