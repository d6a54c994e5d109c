"""A question on the screen: its words, the way to answer it, and two buttons: go on, or rather not say."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message

from dtx.engine.questions import Ask, Choose, NotAnAnswer, Question, Rate, Several
from dtx.tui.choices import Choices
from dtx.tui.press import Press
from dtx.tui.safe import Text
from dtx.tui.scale import Scale
from dtx.tui.writing import Writing

HINTS = {
    "scale": "Press a number, then Enter.",
    "choice": "Press a number, then Enter.",
    "several": "A number or Space chooses or takes back. Enter goes on.",
    "text": "Write as much or as little as you like. Tab leads to the buttons.",
}


def field_for(question: Question) -> Scale | Choices | Writing | None:
    """The way to answer a question of this kind; None for words that are only to be read.

    Each has `given()`, the value so far or None, and `restore(value)`, which puts a draft back.
    """
    match question:
        case Rate():
            return Scale(question)
        case Choose() | Several():
            return Choices(question)
        case Ask():
            return Writing()
    return None


class Asking(VerticalScroll, can_focus=False):
    """One question. Posts `Answered` with a value that passed the question's own check, or `Declined`."""

    DEFAULT_CSS = """
    Asking { height: 1fr; padding: 1 2; align-horizontal: center; scrollbar-size-vertical: 1; }
    .-low Asking { padding: 0 1; }
    Asking > .words { width: 100%; max-width: 76; text-style: bold; margin: 0 0 1 0; }
    Asking > .field { width: 100%; max-width: 76; }
    Asking > .hint { width: 100%; max-width: 76; margin: 1 0 0 0; }
    .-low Asking > .hint { display: none; }
    Asking > .trouble { width: 100%; max-width: 76; color: $warning; display: none; }
    Asking > .trouble.-said { display: block; }
    Asking > Horizontal { width: 100%; max-width: 76; height: auto; margin: 1 0 0 0; }
    .-low Asking > Horizontal { margin: 0; dock: bottom; }
    .-low Asking > .words { margin: 0; }
    """
    SCOPED_CSS = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "decline", show=False), Binding("enter", "go_on", show=False)]

    class Answered(Message):
        def __init__(self, asking: "Asking", value: object) -> None:
            super().__init__()
            self.asking = asking
            self.value = value

    class Declined(Message):
        """The person would rather not say."""

        def __init__(self, asking: "Asking") -> None:
            super().__init__()
            self.asking = asking

    def __init__(self, question: Question, drafted: object = None) -> None:
        super().__init__()
        self.question = question
        self.field = field_for(question)
        self.drafted = drafted

    def compose(self) -> ComposeResult:
        yield Text(self.question.text, classes="words")
        if self.field is not None:
            yield self.field
            yield Text(HINTS.get(self.question.kind, ""), classes="hint quiet")
        yield Text("", classes="trouble")
        writing = isinstance(self.field, Writing)
        with Horizontal():
            yield Press("Go on", "Tab, Enter" if writing else "Enter", "go_on", main=True)
            if self.field is not None:
                yield Press("Rather not say", "" if writing else "r", "decline")

    def on_mount(self) -> None:
        if self.field is None:
            self.query_one(Press).focus()
            return
        if self.drafted is not None:
            self.field.restore(self.drafted)
        self.field.focus()

    def given(self) -> object:
        """What the person has entered so far; None when that is nothing."""
        return self.field.given() if self.field is not None else True

    def say(self, sentence: str) -> None:
        """One sentence about why this cannot go on just now."""
        trouble = self.query_one(".trouble", Text)
        trouble.say(sentence)
        trouble.set_class(bool(sentence), "-said")

    @on(Choices.Done)
    def action_go_on(self) -> None:
        value = self.given()
        if value is None:
            self.say("Choose what fits, or press r for “Rather not say”.")
            return
        try:
            self.question.check(value)
        except NotAnAnswer as sentence:
            self.say(str(sentence))
            return
        self.say("")
        self.post_message(self.Answered(self, value))

    def action_decline(self) -> None:
        if self.field is not None:
            self.post_message(self.Declined(self))

    @on(Press.Pressed)
    def pressed(self, message: Press.Pressed) -> None:
        message.stop()
        getattr(self, f"action_{message.action}")()
