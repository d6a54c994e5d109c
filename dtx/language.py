"""The language that is spoken here: every sentence for people goes through `_`, and comes back in theirs where there is a catalogue.

It is chosen once, before anything else is loaded, so that a sentence may stand at the top of a module.
"""

import json
import os
from collections.abc import Iterable, Mapping
from datetime import date
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

CATALOGUES = Path(__file__).parent / "locale"
DOMAIN = "dtx"
FIRST = "en"
"""The language in which dtx is written."""

OWN_NAMES = {"en": "English", "es": "Español"}
"""What those who speak a language call it: they find it in any list."""

_spoken: tuple[str, NullTranslations] = (FIRST, NullTranslations())


def _(sentence: str) -> str:
    """The sentence in the language that is spoken; what no catalogue has stays as it is written."""
    return _spoken[1].gettext(sentence)


def _n(one: str, many: str, number: int) -> str:
    """The form that goes with a number: `_n("{n} day", "{n} days", n)`. Put the number in with `format`."""
    return _spoken[1].ngettext(one, many, number)


def N_(sentence: str) -> str:
    """A sentence that is looked up later, at the place where it is shown: for what is also written down, as words of a record are."""
    return sentence


def without_note(said: str) -> str:
    """A looked-up word without the brackets behind it, which only tell translators what is meant: `stopped (a session)`."""
    return said.partition(" (")[0]


def all_of(words: Iterable[object]) -> str:
    """`a, b and c`; `nothing` where there are none."""
    return _joined(words, _("{most} and {last}"))


def any_of(words: Iterable[object]) -> str:
    """`a, b or c`."""
    return _joined(words, _("{most} or {last}"))


def _joined(words: Iterable[object], two: str) -> str:
    *most, last = [str(word) for word in words] or [_("nothing")]
    return two.format(most=", ".join(most), last=last) if most else last


def number(value: float, places: int = 1) -> str:
    """A number with so many digits behind its sign: `4.0` here, `4,0` elsewhere."""
    return localized(f"{value:.{places}f}")


def signed(value: float, places: int = 0) -> str:
    """A change, with its sign: `-2`, `+1.5`."""
    return localized(f"{value:+.{places}f}")


def plain(value: float) -> str:
    """A number with as many digits as it needs: `4`, `4.5`."""
    return localized(f"{value:g}")


def localized(digits: str) -> str:
    """The same digits with the sign that parts them in this language."""
    if _spoken[0] == FIRST:
        return digits
    from babel.numbers import get_decimal_symbol  # babel takes its time, and English needs none of it

    return digits.replace(".", get_decimal_symbol(_spoken[0]))


def on_day(day: date) -> str:
    """A day as people write it: `2026-02-03` in English, which is read alike everywhere, and the usual way in other languages."""
    if _spoken[0] == FIRST:
        return day.isoformat()
    from babel.dates import format_date

    return format_date(day, "d MMM y", locale=_spoken[0])


def day_of(stamp: str | None) -> str:
    """The day of a time as it was written down, `2026-02-03T20:00:00+01:00`, as people write it; what is no time stays as it is."""
    try:
        return on_day(date.fromisoformat((stamp or "")[:10]))
    except ValueError:
        return stamp or ""


def at_time(stamp: str) -> str:
    """The day and the minute of a time as it was written down, as people write them; 24 hours have a day everywhere."""
    return f"{day_of(stamp)} {stamp[11:16]}".rstrip()


def language() -> str:
    """The language that is spoken, as `en` or `es`."""
    return _spoken[0]


def speak(code: str) -> None:
    """Choose the language. One without a catalogue leaves everything as it is written."""
    global _spoken
    _spoken = (code, _catalogue(code)) if code != FIRST and code in languages() else (FIRST, NullTranslations())


def languages() -> tuple[str, ...]:
    """What can be spoken: the language of the code, and every catalogue that ships."""
    return (FIRST, *sorted(path.parent.parent.name for path in CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")))


def wanted(home: Path, environment: Mapping[str, str] = os.environ) -> str:
    """What this person would like to read: `DTX_LANGUAGE`, else what was chosen in dtx, else what the computer speaks."""
    names = [environment.get("DTX_LANGUAGE"), kept(home), *(environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))]
    return next((name for name in names if name), FIRST).partition(".")[0].partition("_")[0].lower()


def kept(home: Path) -> str | None:
    """The language in the file of settings, read without loading what settings need."""
    try:
        found = json.loads((home / "settings.json").read_text(encoding="utf-8")).get("language")
    except (OSError, ValueError, AttributeError, RecursionError):
        return None
    return found if isinstance(found, str) else None


def _catalogue(code: str) -> NullTranslations:
    with (CATALOGUES / code / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return GNUTranslations(file)
