"""Reminders: a calendar file for those who want one, in a few questions. None is offered by itself."""

from typing import TYPE_CHECKING

from dtx.engine.questions import Ask, Choose, Ready, Several
from dtx.language import _, _n
from dtx.reminders import WEEKDAYS, Reminders, off
from dtx.sessions.screening import Asked, Screening
from dtx.tui.listpage import Entry
from dtx.tui.page import Page
from dtx.tui.screeningpage import ScreeningPage

if TYPE_CHECKING:
    from dtx.services import Services

TITLE = _("Reminders")
WHETHER = Choose(
    _(
        "Would you like a calendar to remind you?\n\ndtx writes a file that your calendar program opens. Others may see your calendar, "
        "so it only says “some time for yourself”."
    ),
    (_("No reminders"), _("On the calendar, without a sound"), _("Once a day at most"), _("Twice a day at most")),
    "reminders",
    ("off", "0", "1", "2"),
)
TIMES = (_("Morning, 9:00"), _("Midday, 12:30"), _("Afternoon, 16:00"), _("Evening, 19:00"))
VALUES = ("09:00", "12:30", "16:00", "19:00")
FIRST_TIME = Choose(_("When?"), TIMES, "first", VALUES)
SECOND_TIME = Choose(_("And when else?"), TIMES, "second", VALUES)
ON = Several(
    _("On which days?"),
    (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")),
    "days",
    WEEKDAYS,
)
WHERE = Ask(_("Where should the file go?\n\nThe folder and name of a file that your calendar program can open."), "file", 1000, "~/due.ics")


def reminders_entry(services: "Services") -> Entry:
    kept = Reminders.kept(services.home)
    rings = ", ".join(f"{one:%H:%M}" for one in kept.times) if kept is not None else ""
    return Entry(TITLE, rings or (_("on the calendar") if kept is not None else _("off")), lambda: reminders_page(services))


def reminders_page(services: "Services") -> Page:
    return ScreeningPage(Screening().start([asked(services)]), TITLE, None, as_it_is=True)


def asked(services: "Services") -> Asked:
    """How often, when, on which days where there is no plan, and where to. Raises `Refused` and DtxError."""
    wanted = yield WHETHER
    if wanted is None:
        return
    if wanted == "off":
        off(services.home)
        yield Ready(_("There are no reminders now."), button=_("Done"))
        return
    times = []
    for question in (FIRST_TIME, SECOND_TIME)[: int(str(wanted))]:
        answer = yield question
        times += [str(answer)] if answer is not None else []
    days: object = () if services.plan() is not None else (yield ON)
    weekdays = ",".join(days) if isinstance(days, tuple | list) else ""
    typed = str((yield WHERE) or "").strip()
    if not typed:
        return
    from pathlib import Path

    reminders = Reminders.chosen(Path(typed.splitlines()[0].strip().strip("\"'")), times, weekdays)
    due = services.remind(reminders)
    number = _n("{n} day of the next four weeks is on it.", "{n} days of the next four weeks are on it.", len(due)).format(n=len(due))
    yield Ready(f"{_('The file is written:')}\n\n{reminders.file}\n\n{number}", button=_("Done"))
