"""`dtx sessions` and `dtx show`: what was practised."""

from pathlib import Path

import click

from dtx.cli.context import Context
from dtx.cli.output import note, say, show_json
from dtx.cli.words import as_json, days, since, text, until
from dtx.language import _, at_time, without_note

ENDED = {
    "completed": _("completed"),
    "stopped": without_note(_("stopped (a session)")),
    "interrupted": _("interrupted"),
    "failed": _("failed"),
    None: without_note(_("open (a session)")),
}
"""How a session ended, in a list."""


@click.command()
@since
@until
@as_json
@click.pass_obj
def sessions(context: Context, since: str | None, until: str | None, as_json: bool) -> None:
    """Your sessions, newest first."""
    first, last = days(since, until)
    services = context.services
    if as_json:
        return show_json([log.to_json() for log in reversed(services.logs(first, last))])
    for row in services.history(since=first, until=last):
        pain = _("pain {before} → {after}").format(before=shown(row.pain_before), after=shown(row.pain_after))
        say(f"{row.session_id[:8]}  {at_time(row.started_at)}  {ENDED[row.status]:<11} {pain:<14} {row.activity_title}")
    return None


@click.command()
@click.argument("session_id", metavar="SESSION", type=text)
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help=_("Write your own words as a web page that can be printed."))
@as_json
@click.pass_obj
def show(context: Context, session_id: str, html: Path | None, as_json: bool) -> None:
    """One session with all its events."""
    log = context.services.log(session_id)
    if html is not None:
        from dtx.page.saved_page import saved_page
        from dtx.sharing.whole import write_whole

        write_whole({html: saved_page(log)}, context.services.home)
        note(_("Written to {html}.").format(html=html))
    if as_json:
        return show_json({**log.to_json(), "events": [event.to_json() for event in log.events]})
    if html is not None:
        return None
    from dtx.page import log_lines

    for line in log_lines(log):
        say(line)
    return None


def shown(value: int | None) -> str:
    return "–" if value is None else str(value)
