"""A measure: its items word for word, who wrote them, and on what terms. They live in the data files beside this module."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files

from dtx.engine.questions import Choose, Rate
from dtx.language import FIRST, language, localized


@dataclass(frozen=True, slots=True)
class Measure:
    """`version` names the wording; two wordings never share a trend. `checked` says against what the wording was checked.

    `languages` are those in which a wording is on file that its owner allows; in any other one the items are not asked.
    """

    id: str
    title: str
    version: str
    source: str
    licence: str
    checked: str
    recall: str
    items: tuple[Rate | Choose, ...]
    languages: tuple[str, ...] = (FIRST,)

    @property
    def spoken(self) -> bool:
        """Whether there is a wording in the language that is spoken. Ours would be another instrument, so it is never translated here."""
        return language() in self.languages

    def check(self, values: Sequence[int | None]) -> tuple[int | None, ...]:
        """The values, one for each item; None stands for an item left out.

        Raises `NotAnAnswer` for a number that is no answer, `ValueError` for too few or too many.
        """
        return tuple(None if value is None else checked(item, value) for item, value in zip(self.items, values, strict=True))


def checked(item: Rate | Choose, value: int) -> int:
    """The number of an answer. The kept values of a choice are numbers too."""
    taken = item.check(value if isinstance(item, Rate) or isinstance(value, bool) else str(value))
    return int(taken)  # type: ignore[arg-type]


@cache
def load(name: str) -> Measure:
    """The measure of one data file: `peg`, `phq4` or `pgic`."""
    data = json.loads(files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    answers: dict[str, str] | None = data.pop("answers", None)
    languages = tuple(data.pop("languages"))
    items: list[Rate | Choose] = []
    for item in data.pop("items"):
        save = f"{name}.{item['id']}"
        if answers:
            items.append(Choose(item["text"], tuple(answers.values()), save, tuple(answers)))
        else:
            items.append(Rate(item["text"], item["min"], item["max"], item["min_label"], item["max_label"], save))
    return Measure(**data, items=tuple(items), languages=languages)


def shown(value: float, places: int = 1) -> str:
    """A number as it is shown: half up, away from zero. Everything else is computed with the unrounded value."""
    return localized(str(Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)))
