"""What the help says, line by line: where to get help comes first, and the keys after it."""

from collections.abc import Sequence

from dtx.care.help import help_now, tried
from dtx.care.helplines import for_country
from dtx.care.red_flags import lines
from dtx.care.stop_rules import INTRO, STOP_WHEN
from dtx.language import _

LIST = _("w and Enter: the warning list, and what to do for each sign on it.")


def helping(country: str | None, keys: Sequence[str], cautions: Sequence[str] = ()) -> tuple[str, ...]:
    """Numbers to call, when to stop, the keys, and what to look out for in this practice."""
    help, now = for_country(country), _("Get help now")
    return (f"{now}. {help_now(country)}", tried(help), f"{INTRO} {'; '.join(STOP_WHEN)}.", LIST, *keys, *cautions)


def warnings(country: str | None) -> tuple[str, ...]:
    """The warning list (clinical 5.5)."""
    return tuple(lines(for_country(country)))
