"""What is typed behind a command, as values. Every mistake is `Unknown`, found before anything is changed."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from dtx.errors import Unknown
from dtx.language import _
from dtx.paths import reason

EARLIEST, LATEST = 1970, 2999
MOST_BYTES = 10_000_000
MOST_LEVELS = 20
"""No practice saves answers that lie deeper in one another."""


def text(value: str) -> str:
    """Words that can be written down: bytes that are no UTF-8 become question marks."""
    return value.encode(errors="replace").decode()


def typed(value: str) -> str:
    """A path, or what may be one, stays as it was typed, also where it is no UTF-8: only so is it found on the disk."""
    return value


Decorated = Callable[[Callable[..., Any]], Callable[..., Any]]
as_json: Decorated = click.option("--json", "as_json", is_flag=True, help=_("One JSON document on standard output."))
settings: Decorated = click.option(
    "--set", "given", multiple=True, type=text, metavar="NAME=VALUE", help=_("Set an option of the activity.")
)
since: Decorated = click.option("--since", type=text, metavar="DAY", help=_("From this day on, YYYY-MM-DD."))
until: Decorated = click.option("--until", type=text, metavar="DAY", help=_("Up to this day, itself included."))


def pairs(given: Iterable[str], example: str = "minutes=10") -> dict[str, str]:
    """`NAME=VALUE` words as a mapping, each name once."""
    found: dict[str, str] = {}
    for word in given:
        name, equals, value = word.partition("=")
        name = name.strip()
        if not equals or not name:
            raise Unknown(_("{word!r} is not NAME=VALUE.").format(word=word), _("Write it as in --set {example}.").format(example=example))
        if name in found:
            raise Unknown(_("{name} is set twice.").format(name=name), _("Set it once."))
        found[name] = value
    return found


def moment(typed: str) -> datetime:
    """A time; without an offset it is taken as local."""
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        raise Unknown(_("{typed!r} is not a time.").format(typed=typed), _("Write it as in 2026-05-01T09:30:00+01:00.")) from None
    if not EARLIEST <= at.year <= LATEST:  # first, because systems differ in how far their local time goes
        raise Unknown(
            _("{typed!r} is too far away.").format(typed=typed),
            _("Choose a time between {earliest} and {latest}.").format(earliest=EARLIEST, latest=LATEST),
        )
    return at if at.tzinfo else at.astimezone()


def days(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """The first and the last day that are asked for."""
    first, last = day(since), day(until)
    if first and last and first > last:
        raise Unknown(
            _("--since {first} comes after --until {last}.").format(first=first, last=last), _("Give the earlier day to --since.")
        )
    return first, last


def day(typed: str | None) -> date | None:
    if typed is None:
        return None
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        raise Unknown(_("{typed!r} is not a day.").format(typed=typed), _("Write it as in 2026-05-01.")) from None
    if not EARLIEST <= found.year <= LATEST:
        raise Unknown(
            _("{typed!r} is too far away.").format(typed=typed),
            _("Choose a day between {earliest} and {latest}.").format(earliest=EARLIEST, latest=LATEST),
        )
    return found


def existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise Unknown(_("There is no folder {folder}.").format(folder=folder), _("Give a folder that holds plugin folders."))
    return folder


def read_answers(path: Path) -> dict[str, Any]:
    """The JSON object in a file."""
    import json

    example = _('Write one object, such as {"before.pain": 6}.')
    too_deep = Unknown(_("{path} is nested too deep for answers.").format(path=path), example)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise Unknown(_("{path} is too big for answers.").format(path=path), _("Give a file of at most 10 MB."))
        answers = json.loads(content.decode("utf-8-sig"), parse_constant=no_number, object_pairs_hook=once)
    except OSError as error:
        raise Unknown(
            _("The answers in {path} cannot be read ({strerror}).").format(path=path, strerror=reason(error)),
            _("Give the name of a JSON file."),
        ) from None
    except RecursionError:  # how deep a document may be to be read at all hangs on the version of Python
        raise too_deep from None
    except ValueError:
        raise Unknown(_("{path} is not JSON.").format(path=path), example) from None
    if deep(answers):
        raise too_deep
    if not isinstance(answers, dict):
        raise Unknown(_("{path} holds no JSON object.").format(path=path), example)
    return answers


def deep(value: Any) -> bool:
    """Whether lists and objects lie deeper in one another than answers do; it goes down level by level, so that it always ends."""
    level = [value]
    for _level in range(MOST_LEVELS):
        level = [inside for one in level for inside in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())]
    return bool(level)


def no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        raise Unknown(_("The answers name a question twice."), _("Give a list where a question comes up again."))
    return found
