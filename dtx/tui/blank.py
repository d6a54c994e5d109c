"""A blank screen: everything is hidden at one key, from whoever comes in, and comes back at the same key."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from dtx.language import _

BACK = _("F9 goes on.")


class Blank(Screen[None]):
    """Nothing to see, and nothing that says what is behind it. Any other key says how to go on; none reaches what is behind."""

    DEFAULT_CSS = """
    Blank { background: $background; color: $text-muted; align: center bottom; }
    Blank > Static { height: 1; width: 100%; text-align: center; }
    """
    AUTO_FOCUS: ClassVar[str | None] = ""

    def compose(self) -> ComposeResult:
        yield Static("", markup=False)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.query_one(Static).update(BACK)
