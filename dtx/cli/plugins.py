"""`dtx plugins` and `dtx doctor`: what is there, and how it is."""

import sys
from dataclasses import asdict

import click

from dtx.cli.context import Context
from dtx.cli.output import say, show_json
from dtx.cli.words import as_json
from dtx.language import _

PARTS = {
    "versions": _("versions"),
    "folders": _("folders"),
    "store": _("store"),
    "keeping": _("keeping"),
    "plugins": _("plugins"),
    "terminal": _("terminal"),
    "sound": _("sound"),
    "voice": _("voice"),
}
"""What the doctor looks at."""


@click.command()
@as_json
@click.pass_obj
def plugins(context: Context, as_json: bool) -> None:
    """The plugins and how each is."""
    entries = context.services.shelf.plugins()
    if as_json:
        return show_json([{**asdict(entry), "activities": list(entry.activities)} for entry in entries])
    for entry in entries:
        say(f"{entry.id:<20} {entry.version:<8} {entry.state:<10} {entry.source}" + (f"  {entry.problem}" if entry.problem else ""))
    return None


@click.command()
@as_json
@click.option("--mute", is_flag=True, help=_("Play no test line."))
@click.option("--all", "thorough", is_flag=True, help=_("Look into every session, however many there are."))
@click.option("--rebuild", is_flag=True, help=_("Make the lists of sessions and check-ins again from what was written."))
@click.pass_obj
def doctor(context: Context, as_json: bool, mute: bool, thorough: bool, rebuild: bool) -> None:
    """Look at everything dtx needs, and let a line be heard."""
    from dtx.doctor import examine

    if rebuild:
        context.services.store.rebuild()

    context.services.sound = not mute and not as_json and sys.stdout.isatty()

    findings = list(examine(context.services, thorough=thorough))
    if as_json:
        show_json([finding.to_json() for finding in findings])
    else:
        for finding in findings:
            well = _("ok") if finding.ok else _("problem")
            say(f"{PARTS[finding.about]}: {well}. {finding.says}" + (f" {finding.remedy}" if finding.remedy else ""))
    if not all(finding.ok for finding in findings):
        raise SystemExit(1)
