"""What every step of a YAML script may take: a condition, and a picture with its words."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from dtx.engine.figure import Figure
from dtx.engine.steps import Step
from dtx.host.drawn import Drawings, figure_of, picture_name
from dtx.host.explain import Wrong
from dtx.host.shape import Shape, Text, schema_of, texts
from dtx.host.shape import text as text_of


def one_picture(value: Any) -> tuple[str, ...]:
    return (picture_name(text_of(value)),)


def pictures(value: Any) -> tuple[str, ...]:
    return tuple(picture_name(word) for word in texts(value))


Picture = Annotated[tuple[str, ...], BeforeValidator(one_picture), schema_of("string", pattern=r"\.txt$")]
Pictures = Annotated[tuple[str, ...], BeforeValidator(pictures), schema_of(["string", "array"], items={"type": "string"})]


class StepShape(Shape):
    """A step: one verb and what qualifies it."""

    has_no: ClassVar[dict[str, str]] = {}
    """What to do about a key that is missing."""

    when: Text | None = None

    def step(self, drawings: Drawings) -> Step:
        """The engine's step. Raises `Wrong` about a picture."""
        raise NotImplementedError


class PicturedShape(StepShape):
    """A step that may show a picture meanwhile."""

    picture: Picture | None = None
    alt: Text = ""

    def faults(self) -> Iterator[Wrong]:
        if self.picture and not self.alt:
            sentence = "a picture needs words for those who do not see it."
            yield Wrong(sentence, "Add a line 'alt: …' that says what it shows.", ("picture",))
        elif self.alt and not self.picture:
            yield Wrong("'alt' says what a picture shows, and there is no picture.", "Add 'picture: …', or leave 'alt' out.", ("alt",))

    def figure(self, drawings: Drawings) -> Figure | None:
        return figure_of(self.picture, self.alt, drawings) if self.picture else None
