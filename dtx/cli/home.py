"""`dtx` alone: the app, or where there is no terminal for it the list, and a choice from it."""

import sys
from typing import TYPE_CHECKING

from dtx.cli.driver import Driver, open_app, wants_plain
from dtx.cli.output import say
from dtx.errors import Unknown
from dtx.language import _

if TYPE_CHECKING:
    from dtx.plain import Typed
    from dtx.services import Services


CHECK_IN = -1
"""Not in the list, and chosen with a letter."""

LOOK_BACK = _("Thirteen weeks have passed. `dtx history` looks back on them, today or another day, if you like.")
OTHERS = _("i and Enter: a check-in. `dtx history` looks back, and `dtx insight` says what seems to help.")


def home(services: "Services") -> None:
    if not wants_plain(False):
        return open_app(services)
    from dtx.plain import Typed

    services.refresh()
    offered = [line for line in services.activities() if line.available]
    for sentence in services.plan_today():
        say(sentence)
    left = [one for one in services.unfinished() if one.open][:1]
    for number, line in enumerate(offered, 1):
        say(f"{number}. {line.title}. {line.minutes:g} minutes. {line.summary}")
    for one in left:
        say(_("0. Go on with {title}, which broke off {minutes} minutes ago.").format(title=one.title, minutes=one.minutes_ago))
    if services.past.look_back_due():
        services.look_back_answered("offered")
        say(LOOK_BACK)
    say(OTHERS)
    typed = Typed(sys.stdin)
    pick = chosen(typed, 0 if left else 1, len(offered), services.profile().country)
    if pick is None:
        return None
    if pick == CHECK_IN:
        return check_in(services, typed)
    driver = Driver(services, plain=True)
    if pick == 0:
        unfinished = services.log(left[0].session_id)
        return driver.drive(unfinished.activity_id, lambda: services.resume(unfinished.session_id), typed)
    activity_id = offered[pick - 1].id
    return driver.begin(activity_id, {}, typed)


def check_in(services: "Services", typed: "Typed") -> None:
    """How it is going, line by line."""
    from dtx.plain import Signals
    from dtx.plain.noting import note

    with Signals() as signals:
        note(services.check_in(), typed, signals, sys.stdout)


def chosen(typed: "Typed", lowest: int, highest: int, country: str | None = None) -> int | None:
    """The number that was typed, or None to leave. `country` is for the help.

    Raises `Unknown` when the input ends with a number that is not there.
    """
    from dtx.plain.helping import helping, warnings

    wrong = None
    while True:
        say(_("Type a number and Enter, or Enter alone to leave. A question mark and Enter says where help is."))
        line = typed.line()
        if line is not None and line.strip() in ("?", "w"):
            say("\n".join(helping(country, ()) if line.strip() == "?" else warnings(country)))
            continue
        if line is None and wrong is not None:
            raise wrong
        if line is None or not line.strip():
            return None
        if line.strip().casefold() == "i":
            return CHECK_IN
        number = int(line) if line.strip().isdecimal() and len(line.strip()) < 6 else -1
        if lowest <= number <= highest:
            return number
        wrong = Unknown(
            _("There is no number {number} in the list.").format(number=line.strip()[:20]),
            _("Choose from {lowest} to {highest}.").format(lowest=lowest, highest=highest),
        )
        say(wrong)
