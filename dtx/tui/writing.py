"""An answer in one's own words."""

from textual.widgets import TextArea

from dtx.engine.words import clean


class Writing(TextArea):
    """Enter is a new line; Tab leads on to the buttons. Letters are letters here; Esc still stops."""

    DEFAULT_CSS = """
    Writing { height: 1fr; min-height: 3; max-height: 8; border: solid $line; padding: 0 1; background: $background; color: $text; }
    Writing:focus { border: solid $border; }
    Writing .text-area--cursor, Writing:light .text-area--cursor, Writing:focus .text-area--cursor {
        background: $input-cursor-background; color: $input-cursor-foreground;
        text-style: $input-cursor-text-style; }
    Writing .text-area--cursor-line { background: $background; }
    Writing .text-area--selection { background: $input-selection-background; color: $input-selection-foreground; }
    .-low Writing { max-height: 5; }
    """
    SCOPED_CSS = False

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, classes="field", highlight_cursor_line=False)
        self.cursor_blink = False

    def given(self) -> str:
        return clean(self.text)

    def typed(self) -> str:
        return self.given()

    def restore(self, value: object) -> None:
        self.text = clean(value)
        self.move_cursor(self.document.end)
