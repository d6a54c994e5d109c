"""`dtx send`: sessions to the care team's FHIR server, said in words first."""

import sys
from typing import TYPE_CHECKING

import click

from dtx.cli.context import Context
from dtx.cli.export import READERS, agree, named_parts
from dtx.cli.output import note, say, show_json
from dtx.cli.words import as_json, days, since, text, until
from dtx.language import _

if TYPE_CHECKING:
    from dtx.sending import Report

MOST_LINES = 20
"""So many refusals are shown one by one; `--json` has all of them."""


@click.command()
@click.option("--fhir", "address", required=True, type=text, metavar="URL", help=_("The base address of the care team's FHIR server."))
@since
@until
@click.option("--include", type=text, metavar="PARTS", default="", help=_("Also your notes, thoughts, diary; separated by commas."))
@click.option(
    "--for", "reader", type=text, metavar="READER", help=_("As it suits whoever reads it: {readers}.").format(readers=", ".join(READERS))
)
@click.option("--patient", type=text, metavar="ID", help=_("The id under which that server knows you already."))
@click.option("--again", is_flag=True, help=_("Also what was sent there before and has not changed."))
@click.option("--preview", is_flag=True, help=_("Only say what would be sent."))
@click.option("--yes", is_flag=True, help=_("Yes, send it, with what --include names."))
@as_json
@click.pass_context
def send(
    here: click.Context,
    address: str,
    since: str | None,
    until: str | None,
    include: str,
    reader: str | None,
    patient: str | None,
    again: bool,
    preview: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Send your sessions to the care team's server. A token goes into the environment variable DTX_FHIR_TOKEN or the keyring."""
    from dtx.giving import Wish
    from dtx.sharing.formats import ours
    from dtx.sharing.preview import empty, in_words

    context: Context = here.obj
    parts = named_parts(include)
    first, last = days(since, until)
    wish = Wish("fhir-transaction", first, last, tuple(parts), reader)
    sending = context.services.send(wish, address, patient)
    exporter = ours()[wish.form]
    for line in in_words(sending.export, exporter, address=sending.address).split("\n"):
        note(line)
    if preview:
        return
    something = not empty(sending.export, exporter)
    if something and parts and not yes:
        agree(parts)
    elif something and not yes and sys.stdin.isatty() and sys.stderr.isatty():
        click.confirm(_("Send it?"), abort=True, err=True)
    report = sending.send(again)
    if as_json:
        show_json(report.to_json())
    else:
        tell(report)
    if not report.complete:
        here.exit(1)


def tell(report: "Report") -> None:
    """What came of it, in words."""
    say(_("{n} sent just now, {already} there already.").format(n=len(report.sent), already=len(report.already)))
    told = [(name, one) for name, found in report.refused.items() for one in found]
    if report.refused:
        note(
            _("dtx: {address} did not take in {refused}; nothing of them counts as sent.").format(
                address=report.address, refused=len(report.refused)
            )
        )
    for name, one in told[:MOST_LINES]:
        note(f"  {name[:8]}  {one.entry.partition('?')[0].partition('/')[0]}  {one.status}: {one.words}")
    if len(told) > MOST_LINES:
        note("  " + _("and {n} more; --json has all of them.").format(n=len(told) - MOST_LINES))
    if report.left:
        note(_("{left} not sent.").format(left=len(report.left)))
    if report.stopped:
        note(f"dtx: {report.stopped}")
