"""Two minutes of breathing for whoever has hardly any strength: where it leads, and the few questions around it (clinical 8.7, rule 7)."""

from collections.abc import Mapping
from datetime import datetime, time
from types import MappingProxyType
from typing import Any

from dtx.care import red_flags
from dtx.care.felt_worse import felt_worse
from dtx.care.helplines import for_country
from dtx.care.ratings import PAIN
from dtx.engine.activity import Script
from dtx.engine.bracket import Ending
from dtx.engine.questions import Choose, Question, Ready
from dtx.language import _

ACTIVITY = "breathing.belly"
OPTIONS: Mapping[str, Any] = MappingProxyType({"minutes": "2"})

NIGHT = time(22), time(7)
"""From when until when it begins dark and silent."""


WORSE = Choose(_("Did anything feel worse?"), (_("No"), _("Yes")), "felt_worse", ("no", "a_little"))
HOW_MUCH = Choose(_("How much worse?"), (_("A little"), _("A lot"), _("Not sure")), "felt_worse", ("a_little", "a_lot", "not_sure"))


def letters(question: Question) -> tuple[str, ...]:
    """The letters that answer a question by themselves, without Enter, in the order of its options; none for most."""
    return tuple(option[:1].casefold() for option in WORSE.options) if question == WORSE else ()


def is_night(at: datetime) -> bool:
    """Whether others may be asleep, and eyes used to the dark."""
    begins, ends = NIGHT
    return not ends <= at.time() < begins


def opening() -> Script:
    """Pain, once."""
    yield PAIN


def closing(ending: Ending, country: str | None = None) -> Script:
    """Whether anything feels worse, yes or no; only a yes leads further. What has to be said after some stops is said."""
    from dtx.care.bracket import FAILED, GROUND, NEED_GROUND

    if ending.status == "failed":
        yield FAILED
    if ending.stop_reason == "red_flag":
        yield Ready("\n".join(red_flags.lines(for_country(country))))
    if ending.stop_reason in NEED_GROUND:
        yield GROUND
    if (yield WORSE) not in (None, "no"):
        yield from felt_worse(HOW_MUCH)
