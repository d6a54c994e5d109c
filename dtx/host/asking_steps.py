"""The steps that ask: `ask`, `choose`, `several`, `rate`, `ready`. Every one may be declined, so no answer is ever certain."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import Field

from dtx.engine.questions import Ask, Choose, Rate, Ready, Several
from dtx.engine.steps import Step
from dtx.host.drawn import Drawings
from dtx.host.explain import Wrong, quoted
from dtx.host.shape import SaveName, Text, Texts, Whole, YesNo
from dtx.host.shape import text as text_of
from dtx.host.step_shape import PicturedShape

MOST_ANSWERS = 30
INSTRUMENT = "instrument"


class QuestionShape(PicturedShape):
    """A step that asks. `instrument` names the questionnaire whose words these are, where they are somebody else's."""

    save: SaveName | None = None
    instrument: Text | None = None


class AskShape(QuestionShape):
    """A question answered in one's own words; `example` is shown to those who ask for one."""

    ask: Text
    limit: Annotated[int, Whole(1, 20_000)] = 20_000
    example: Text = ""

    def step(self, drawings: Drawings) -> Step:
        return Ask(self.ask, self.save, self.limit, self.example, self.figure(drawings))


class FromShape(QuestionShape):
    has_no: ClassVar[dict[str, str]] = {"from": "List the answers, such as 'from: [Back, Neck, Legs]'."}

    from_: Texts = Field(alias="from")
    example: Text = ""

    def faults(self) -> Iterator[Wrong]:
        yield from super().faults()
        if len(self.from_) == 1 and "," in self.from_[0]:
            yield Wrong("'from' is one text with commas in it.", "Put the answers in brackets, such as [Back, Neck, Legs].", ("from",))
            return
        folded = [answer.casefold() for answer in self.from_]
        if len(set(folded)) != len(folded):
            yield Wrong("two of these answers are the same.", "Keep one of them.", ("from",))
        least = 2 if isinstance(self, ChooseShape) else 1
        if not least <= len(self.from_) <= MOST_ANSWERS:
            sentence = f"{len(self.from_)} {'answer is' if len(self.from_) == 1 else 'answers are'} too {self._much}."
            yield Wrong(sentence, f"Give at least {least} and at most {MOST_ANSWERS}, such as [Back, Neck, Legs].", ("from",))

    @property
    def _much(self) -> str:
        return "many" if len(self.from_) > MOST_ANSWERS else "few to choose from"


class ChooseShape(FromShape):
    """One answer of a list."""

    choose: Text

    def step(self, drawings: Drawings) -> Step:
        return Choose(self.choose, self.from_, self.save, (), self.example, self.figure(drawings))


class SeveralShape(FromShape):
    """Any number of answers of a list, also none; with `own: yes`, words of one's own may be added."""

    several: Text
    own: YesNo = False

    def step(self, drawings: Drawings) -> Step:
        return Several(self.several, self.from_, self.save, (), self.example, self.own, self.figure(drawings))


class End(Whole):
    """An end of a scale; what stands there in words has its own key."""

    def __init__(self, label: str) -> None:
        super().__init__(-100, 100)
        self.label = label

    def __call__(self, value: Any) -> int:
        try:
            return super().__call__(value)
        except Wrong as wrong:
            word = text_of(value)
            if not any(letter.isdigit() for letter in word):
                raise Wrong(
                    f"has to be a number, not {quoted(word)}.", f"Write the number here, and its words after '{self.label}'."
                ) from None
            raise wrong from None


class RateShape(QuestionShape):
    """A number on a scale, with words at its ends."""

    rate: Text
    low: Annotated[int, End("low_label")] = 0
    high: Annotated[int, End("high_label")] = 10
    low_label: Text = ""
    high_label: Text = ""
    step_: Annotated[int, Whole(1, 50)] = Field(1, alias="step")
    example: Text = ""

    def faults(self) -> Iterator[Wrong]:
        yield from super().faults()
        if self.low >= self.high:
            yield Wrong(f"the scale goes from {self.low} to {self.high}.", "Let 'high' be larger than 'low'.", ("high",))
        elif (self.high - self.low) % self.step_:
            sentence = f"in steps of {self.step_} the scale never reaches {self.high}."
            yield Wrong(sentence, f"Let 'step' divide {self.high - self.low}.", ("step",))

    def step(self, drawings: Drawings) -> Step:
        figure, ends = self.figure(drawings), (self.low_label, self.high_label)
        return Rate(self.rate, self.low, self.high, *ends, self.save, self.step_, self.example, figure)


class ReadyShape(QuestionShape):
    """Words to read for as long as one likes; `button` is what the button says."""

    ready: Text
    button: Text = "Go on"

    def step(self, drawings: Drawings) -> Step:
        return Ready(self.ready, self.save, self.button, self.figure(drawings))
