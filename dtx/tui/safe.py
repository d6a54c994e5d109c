"""Words from people, files and plugins, made safe to paint: no control codes, and never read as markup."""

import re
from typing import Any

from textual.content import Content
from textual.widgets import Static

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\|$)|.)?|\x9b[0-?]*[ -/]*[@-~]", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean(text: object) -> str:
    """The words alone: a terminal shows them and does nothing else. Line ends become newlines, tabs four blanks."""
    words = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", _ESCAPES.sub("", words)).replace("\t", "    ")


def words(text: object) -> Content:
    """Clean words as a piece of content, brackets and all."""
    return Content(clean(text))


class Text(Static):
    """The one widget for words that were not written in this folder."""

    def __init__(self, text: object = "", **keywords: Any) -> None:
        super().__init__(words(text), markup=False, **keywords)
        self.said = clean(text)

    def say(self, text: object) -> None:
        """Show other words; nothing is redrawn when they are the same."""
        if (said := clean(text)) != self.said:
            self.said = said
            self.update(words(text))
