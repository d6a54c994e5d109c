"""`dtx calendar`: what is due, as a file that a calendar program can show."""

from pathlib import Path

import click

from dtx.cli.context import Context
from dtx.cli.output import say, show_json
from dtx.cli.words import as_json, text
from dtx.errors import Unknown
from dtx.language import _, _n


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--at", "times", multiple=True, type=text, metavar="HH:MM", help=_("Ring at this time, twice a day at most; never without it.")
)
@click.option("--on", "weekdays", type=text, metavar="DAYS", default="", help=_("On these days, as in mon,thu; else as in your plan."))
@click.option("--off", is_flag=True, help=_("Remind no more, and take the file away."))
@as_json
@click.pass_obj
def calendar(context: Context, file: Path | None, times: tuple[str, ...], weekdays: str, off: bool, as_json: bool) -> None:
    """What is due in the next four weeks, as a calendar file. It names no practice, since others may see your calendar."""
    from dtx.reminders import Reminders
    from dtx.reminders import off as no_more

    services = context.services
    if off:
        gone = no_more(services.home)
        if as_json:
            return show_json({"off": True, "file": str(gone) if gone else None})
        return say(_("There are no reminders now."))
    if file is not None:
        services.remind(Reminders.chosen(file, times, weekdays))
    elif times or weekdays:
        raise Unknown(_("It needs a file."), _("Name one, as in dtx calendar due.ics --at 09:30."))
    kept = Reminders.kept(services.home)
    due = services.reminded()
    if as_json:
        days = [{"day": day.isoformat(), "reminders": number} for day, number in due.items()]
        return show_json({"off": kept is None, **(kept.to_json() if kept else {}), "days": days})
    if kept is None:
        return say(_("There are no reminders. `dtx calendar due.ics --at 09:30` would write a file with what is due."))
    say(_("In {file}: {days}.").format(file=kept.file, days=_n("{n} day", "{n} days", len(due)).format(n=len(due))))
    rings = _(" and ").join(f"{one:%H:%M}" for one in kept.times)
    say(_("It rings at {times}.").format(times=rings) if rings else _("Nothing rings; --at 09:30 would change that."))
    if not due:
        say(_("There is no plan to take days from. You may choose some, as in --on mon,thu."))
    return None
