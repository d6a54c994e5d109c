"""Several answers from a list, and words of one's own below it."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from dtx.engine.questions import Several
from dtx.engine.words import clean
from dtx.language import _
from dtx.tui.choices import Choices
from dtx.tui.safe import Text

BETWEEN = ","
OWN = _("Your own words, with commas (Tab):")


class OwnWords(Input):
    """One line. Up leads back to the list, Enter goes on."""

    DEFAULT_CSS = """
    OwnWords { height: 1; border: none; padding: 0 1; background: $block; color: $text; }
    OwnWords:focus { border: none; background-tint: $background 0%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("up", "app.focus_previous", show=False)]

    def __init__(self) -> None:
        super().__init__(compact=True)
        self.cursor_blink = False


class ListAndOwn(Vertical):
    """The list comes first; Tab, or an arrow past its end, leads to the line below it."""

    DEFAULT_CSS = """
    ListAndOwn { height: 2fr; min-height: 4; }
    ListAndOwn > .label { height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, question: Several) -> None:
        super().__init__(classes="field")
        self.question = question
        self.listed, self.own = Choices(question, more_below=True), OwnWords()

    def compose(self) -> ComposeResult:
        yield self.listed
        yield Text(OWN, classes="label")
        yield self.own

    def focus(self, scroll_visible: bool = True) -> "ListAndOwn":
        self.listed.focus(scroll_visible)
        return self

    def fit(self, width: int) -> None:
        self.listed.fit(width)
        high = self.listed.styles.max_height
        self.styles.max_height = int(high.value if high is not None else 0) + 2

    def given(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.listed.ticked, *self._own())))

    def typed(self) -> str:
        return clean(self.own.value)

    def restore(self, value: object) -> None:
        """Ticks from a tuple of answers; what is not in the list are words of one's own. A text is what was typed there."""
        if isinstance(value, str):
            self.own.value = clean(value)
        elif isinstance(value, Iterable):
            answers = tuple(map(str, value))
            self.listed.restore(answers)
            self.own.value = clean(f"{BETWEEN} ".join(one for one in answers if one not in self.listed.kept))

    def on_input_submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.post_message(Choices.Done())

    def on_choices_past_the_end(self, message: Choices.PastTheEnd) -> None:
        message.stop()
        self.own.focus()

    def _own(self) -> Iterable[str]:
        return (words for part in self.typed().split(BETWEEN) if (words := part.strip()))
