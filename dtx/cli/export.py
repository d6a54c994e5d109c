"""`dtx export`: sessions for the care team, previewed in words, written whole or not at all."""

import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dtx.cli.context import Context
from dtx.cli.output import note
from dtx.cli.words import days, since, text, until
from dtx.errors import DtxError, Unknown
from dtx.language import _, all_of

if TYPE_CHECKING:
    from dtx.giving import Giving

FORMS = ("csv", "jsonl", "xlsx", "redcap", "parquet", "fhir", "fhir-transaction", "fhir-ndjson", "pdf", "html")
"""Our own, for `--help`: it loads no plugin."""
READERS = ("physiotherapist", "psychologist", "physician")
"""The presets, for `--help`."""


@click.command()
@click.option(
    "--to", "form", required=True, type=text, metavar="FORM", help=_("{forms}, or what a plugin offers.").format(forms=", ".join(FORMS))
)
@since
@until
@click.option("--include", type=text, metavar="PARTS", default="", help=_("Also your notes, thoughts, diary; separated by commas."))
@click.option(
    "--for", "reader", type=text, metavar="READER", help=_("As it suits whoever reads it: {readers}.").format(readers=", ".join(READERS))
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=_("Write here; else to standard output."))
@click.option("--to-age", "locked_for", multiple=True, type=text, metavar="NAME", help=_("Lock it, so that only they can open it."))
@click.option("--preview", is_flag=True, help=_("Only say what would be in it."))
@click.option("--yes", is_flag=True, help=_("Yes, include what --include names."))
@click.pass_obj
def export(
    context: Context,
    form: str,
    since: str | None,
    until: str | None,
    include: str,
    reader: str | None,
    out: Path | None,
    locked_for: tuple[str, ...],
    preview: bool,
    yes: bool,
) -> None:
    """Your sessions for the care team."""
    from dtx.giving import NOT_OF_IT, Wish

    parts = named_parts(include)
    first, last = days(since, until)
    giving = context.services.give(Wish(form, first, last, tuple(parts), reader, locked_for))
    if giving.binary and out is None and not preview:
        what = _("What is locked") if locked_for else giving.exporter.title
        raise Unknown(_("{what} is no text.").format(what=what), _("Say where it goes with --out FILE."))
    for line in giving.words.split("\n"):
        note(line)
    if out is None and "diary" in parts and giving.exporter.beside:
        note(_("Your diary stands in a file beside the sessions; --out FILE writes both."))
    if preview:
        return
    if parts and not yes:
        agree(parts)
    if out is None:
        show(giving)
    else:
        written = giving.write(out)
        note(_("Written to {files}.").format(files=all_of(written)))
        for path in giving.left_over(out, written):
            note(NOT_OF_IT.format(path=path))


def show(giving: "Giving") -> None:
    """The content on standard output, and nothing else there."""
    sys.stdout.flush()
    for piece in giving.content():
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def named_parts(include: str) -> list[str]:
    """The parts that `--include` names. Raises `Unknown`."""
    from dtx.engine.export import PARTS

    parts = [part.strip() for part in include.split(",") if part.strip()]
    for part in parts:
        if part not in PARTS:
            raise Unknown(_("--include cannot be {part!r}.").format(part=part), _("It can be {parts}.").format(parts=", ".join(PARTS)))
    return parts


def agree(parts: Collection[str]) -> None:
    """Ask on a terminal. Raises DtxError without one, and Abort for a no."""
    from dtx.sharing.preview import named

    theirs = all_of(map(named, parts))
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise DtxError(_("This would share your {theirs}.").format(theirs=theirs), _("Add --yes if you want that."))
    click.confirm(_("Share your {theirs}, too?").format(theirs=theirs), abort=True, err=True)
