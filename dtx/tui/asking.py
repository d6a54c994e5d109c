"""A question on the screen: its words, the way to answer it, and two buttons: go on, or rather not say."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, TextArea

from dtx.care.brief import letters
from dtx.care.sites import WhereItHurts
from dtx.engine.questions import Ask, Choose, NotAnAnswer, Question, Rate, Ready, Several
from dtx.language import _
from dtx.tui.bodymap import Where
from dtx.tui.choices import Choices
from dtx.tui.figure import rows_of
from dtx.tui.own import ListAndOwn
from dtx.tui.press import Press
from dtx.tui.reading import Reading, parted
from dtx.tui.safe import Text
from dtx.tui.scale import Buttons, Scale
from dtx.tui.wording import PICTURE
from dtx.tui.writing import Writing

Field = Scale | Choices | ListAndOwn | Writing | Where
"""Each has `given()`, the value so far or None, and `restore(value)`, which puts one back."""

WIDEST = 76
"""In longer lines the eyes lose their place."""

HINTS = {
    "scale": _("Press a number, then Enter."),
    "choice": _("Press a number, then Enter."),
    "several": _("A number or Space ticks, and takes back. Enter goes on."),
    "text": _("Write as little as you like. Tab leads to the buttons."),
}
ONE_KEY = _("The letter alone is enough.")
SHORT_HINTS = {"several": _("Space ticks. Enter goes on.")}
"""What has to be said even where there is hardly any room."""

AROUND_WRITING, AROUND_SCALE, ASKED_APART = 18, 20, 3
"""Rows that a field of words or a scale takes with all that belongs to it, and the question where it has a place of its own."""
ABOVE_WORDS = 2
"""Rows that a picture leaves free above a field, for a question that is longer than it looks."""
AROUND_WORDS, AROUND_LIST = 13, 15
"""Rows around words that are only to be read, and around a question with its list of answers."""

STEPS = _("Type a number, or go there with the arrows. Then Enter.")
SHOW, HIDE = _("F2 shows an example."), _("F2 puts the example away.")
SHORT_SHOW, SHORT_HIDE = _("F2 example"), _("F2 back")
MORE, THAT_WAS_ALL = _("More below: {} reads on."), _("That was all. {} leads back.")
RATHER_NOT = _("Rather not say")


def field_for(question: Question) -> Field | None:
    """The way to answer a question of this kind; None for words that are only to be read."""
    match question:
        case Rate():
            return Scale(question)
        case WhereItHurts():
            return Where(question)
        case Several(own=True):
            return ListAndOwn(question)
        case Choose() | Several():
            return Choices(question)
        case Ask():
            return Writing()
    return None


def takes_words(question: Question) -> bool:
    """Whether there is something to type."""
    return isinstance(question, Ask) or (isinstance(question, Several) and question.own)


class Asking(Vertical):
    """One question. Posts `Answered` with a value that passed the question's own check, or `Declined`.

    `given_before` is put into the field to begin with; `decline` is what the second button says.
    """

    DEFAULT_CSS = """
    Asking { height: 1fr; padding: 1 2; align-horizontal: center; overflow-y: auto; scrollbar-size-vertical: 1; }
    .-low Asking { padding: 0 1; }
    .-tall Asking { padding: 8 2 1 2; }
    Asking > * { width: 100%; max-width: 76; }
    Asking > .picture { width: auto; height: auto; text-wrap: nowrap; color: $primary; margin: 0 0 1 0; }
    Asking > .asked { text-style: bold; height: auto; margin: 0 0 1 0; }
    Asking > .more { color: $text-muted; height: 1; }
    .-low Asking > .more { display: none; }
    .-low Asking > .more.-needed { display: block; }
    Asking > .hint { margin: 1 0 0 0; height: auto; }
    .-low Asking > .hint { margin: 0; display: none; }
    .-low Asking > .hint.-needed { display: block; }
    Asking > .trouble { color: $warning; display: none; height: auto; }
    Asking > .trouble.-said { display: block; }
    Asking > Horizontal { height: auto; margin: 1 0 0 0; }
    .-low Asking > Horizontal { margin: 0; dock: bottom; }
    .-low Asking > .asked { margin: 0; }
    .-low Asking.-example Scale > Digits, .-low Asking.-example Scale > .ends { display: none; }
    Asking.-crowded { padding: 0 2; }
    .-low Asking.-crowded { padding: 0 1; }
    Asking.-writes > Reading { height: 2fr; }
    Asking.-crowded > .hint { display: none; }
    Asking.-crowded > .hint.-needed { display: block; }
    """
    SCOPED_CSS = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "decline", show=False),
        Binding("enter", "go_on", show=False),
        Binding("f2", "example", show=False),
        Binding("space", "read_on", show=False),
        Binding("pagedown", "read(1)", show=False, priority=True),
        Binding("pageup", "read(-1)", show=False, priority=True),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
    ]

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

    def __init__(self, question: Question, given_before: object = None, decline: str = RATHER_NOT) -> None:
        super().__init__()
        self.question, self.decline = question, decline
        self.field = field_for(question)
        self.set_class(isinstance(self.field, Writing), "-writes")
        self.given_before = given_before
        self.example = "" if isinstance(question, Ready) else question.example
        self.words, self.asked = parted(question.text)
        self.reading = Reading(self.words, classes="words")
        self._example_shown = False
        self._picture_shown = False

    def compose(self) -> ComposeResult:
        if self.question.figure is not None:
            yield Text(classes="picture")
        yield self.reading
        yield Text(classes="more")
        if self.asked:
            yield Text(self.asked, classes="asked")
        if self.field is not None:
            yield self.field
            yield Text(classes="hint quiet")
        yield Text("", classes="trouble")
        writing = isinstance(self.field, Writing)
        with Horizontal():
            yield Press(self.question.button if isinstance(self.question, Ready) else _("Go on"), self._enter, "go_on", main=True)
            if self.field is not None:
                yield Press(self.decline, "" if writing else "r", "decline")

    @property
    def _enter(self) -> str:
        return _("Tab, Enter") if isinstance(self.field, Writing) else _("Enter")

    def on_mount(self) -> None:
        self._fit(self.app.size.width - (2 if self.screen.has_class("-low") else 4))
        self._hint()
        if self.field is None:
            self.query_one(Press).focus()
            return
        if self.given_before is not None:
            self.field.restore(self.given_before)
        self.field.focus()

    # -- the room there is

    def on_resize(self, event: events.Resize) -> None:
        self._fit(self.content_region.width)
        self._hint()

    def _fit(self, width: int) -> None:
        """What is higher than its share of the screen scrolls by itself, so that words, answers and buttons stay in sight."""
        width = min(WIDEST, width)
        self._look(width)
        self.reading.fit(width)
        drawn = isinstance(self.field, Where) and self.field.fits
        self.set_class(self._example_shown or drawn or self.reading.high > self._room, "-crowded")
        self.set_class(self._example_shown, "-example")
        if isinstance(self.field, Choices | ListAndOwn | Where):
            self.field.fit(width)

    def _look(self, width: int) -> None:
        """Show the question's picture where there is room for it, else what it shows, in words below the question."""
        figure = self.question.figure
        if figure is None:
            return
        drawn, rows = self.query_one(".picture", Text), rows_of(figure.frames[0])
        high = self._room - ABOVE_WORDS
        if self.field is None:
            high = self.app.size.height - AROUND_WORDS
        elif isinstance(self.question, Choose | Several):
            high = self.app.size.height - AROUND_LIST - len(self.question.options)
        words = self.reading.question.get_height({}, max(1, width))
        self._picture_shown = len(rows) + 1 + words <= high and len(rows[0]) <= width
        drawn.display = self._picture_shown
        if self._picture_shown:
            drawn.say("\n".join(rows))
        self._say_more()

    def _say_more(self) -> None:
        """What stands below the question: what its picture shows, where that is not seen, and an example."""
        figure = self.question.figure
        alt = PICTURE.format(figure.alt) if figure is not None and not self._picture_shown else ""
        example = _("For example: {example}").format(example=self.example) if self._example_shown else ""
        self.reading.say(self.words, "\n\n".join(filter(None, (alt, example))))

    @property
    def _room(self) -> int:
        """Rows for what is to be read, without taking any from around it. Lists scroll, and may have half the screen."""
        high = self.app.size.height
        match self.field:
            case Writing():
                return high - AROUND_WRITING
            case Scale():
                return high - AROUND_SCALE - (ASKED_APART if self.asked else 0)
        return high // 2

    @on(Reading.Moved)
    def tell_of_more(self, message: Reading.Moved) -> None:
        message.stop()
        more = self.query_one(".more", Text)
        spare = not isinstance(self.field, Writing | ListAndOwn) and not isinstance(self.question, Several)  # Space means something there
        if self.reading.goes_on:  # and it stays: taken away it would make room in which nothing goes on, and come again
            more.add_class("-needed")
        if not self.reading.goes_on:
            more.say("")
        elif self.reading.at_end:
            more.say(THAT_WAS_ALL.format(_("Space") if spare else _("Page Up")))
        else:
            more.say(MORE.format(_("Space") if spare else _("Page Down")))

    def _hint(self) -> None:
        for hint in self.query(".hint").results(Text):
            low = self.screen.has_class("-low")
            steps = isinstance(self.question, Rate) and self.question.step > 1
            usual = STEPS if steps and not low else (SHORT_HINTS if low else HINTS).get(self.question.kind, "")
            usual = ONE_KEY if letters(self.question) else usual
            usual = "" if isinstance(self.field, Where) and self.field.draws else usual  # it says so itself
            show, hide = (SHORT_SHOW, SHORT_HIDE) if low else (SHOW, HIDE)
            example = (hide if self._example_shown else show) if self.example else ""
            usual = "" if self._example_shown and not low else usual
            said = f"{usual} {example}".strip()
            hint.set_class(bool(example) or (low and bool(said)), "-needed")
            hint.say(said)

    # -- what the person does

    def given(self) -> object:
        """What the person has entered so far; None when that is nothing."""
        return self.field.given() if self.field is not None else True

    def typed(self) -> str | None:
        """The words typed so far; None where there is nothing to type."""
        return self.field.typed() if isinstance(self.field, Writing | ListAndOwn) else None

    @on(Buttons.Moved)
    @on(Choices.OptionHighlighted)
    @on(TextArea.Changed)
    @on(Input.Changed)
    def changed(self) -> None:
        """What was said about another answer does not hold for this one."""
        self.say("")

    def say(self, sentence: str) -> None:
        """One sentence about why this cannot go on just now."""
        trouble = self.query_one(".trouble", Text)
        trouble.say(sentence)
        trouble.set_class(bool(sentence), "-said")

    @on(Choices.Done)
    def action_go_on(self) -> None:
        value = self.given()
        if value is None:
            self.say(_("Choose what fits, or press r for “{decline}”.").format(decline=self.decline))
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

    def action_example(self) -> None:
        """Show the worked example below the question, or put it away."""
        if self.example:
            self._example_shown = not self._example_shown
            self._say_more()
            self._fit(self.content_region.width)
            self._hint()
            self.say("")
            if self._example_shown:
                self.call_after_refresh(self.reading.scroll_to_more)
            else:
                self.reading.go_to(0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.reading.goes_on if action in ("read_on", "read", "scroll") else True

    def action_read_on(self) -> None:
        if self.reading.at_end:
            self.reading.go_to(0)
        else:
            self.reading.page(1)

    def action_read(self, by: int) -> None:
        self.reading.page(by)

    def action_scroll(self, by: int) -> None:
        self.reading.go(by)

    @on(Press.Pressed)
    def pressed(self, message: Press.Pressed) -> None:
        message.stop()
        getattr(self, f"action_{message.action}")()
