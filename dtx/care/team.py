"""Questions for one's care team: a list to begin with, one's own beside it, and what was answered (clinical 6, `questions`)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dtx.language import _

SUGGESTED = (
    _("What is the plan, and how will we know that it helps?"),
    _("How long may it take until something changes?"),
    _("Does it fit with my medicines?"),
    _("What are the risks and side effects?"),
    _("What do we do if it does not help?"),
    _("Who talks to whom in my team?"),
    _("Which activities are safe for me?"),
    _("What should make me call you?"),
)
LONGEST = 500
MOST = 100


@dataclass(frozen=True, slots=True)
class TeamQuestion:
    """`asked_on` is the day on which it was asked, None until then; `answer` is what the person wrote down of the answer."""

    text: str
    asked_on: str | None = None
    answer: str | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def kept(value: Any) -> tuple[TeamQuestion, ...]:
    """From what the store keeps; what is no question is left out."""
    found = value if isinstance(value, list) else []
    return tuple(
        TeamQuestion(str(one["text"]), one.get("asked_on"), one.get("answer"))
        for one in found
        if isinstance(one, Mapping) and one.get("text")
    )


def open_ones(questions: Sequence[TeamQuestion]) -> tuple[str, ...]:
    """Those that were not asked yet."""
    return tuple(one.text for one in questions if one.asked_on is None)
