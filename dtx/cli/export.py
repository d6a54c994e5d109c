"""`dtx export`: sessions for the care team, previewed in words, written whole or not at all."""

import sys
from collections.abc import Collection
from pathlib import Path

import click

from dtx.cli.context import Context
from dtx.cli.output import note
from dtx.cli.words import days, since, text, until
from dtx.errors import DtxError, Unknown

FORMS = ("csv", "jsonl", "xlsx", "redcap", "parquet", "pdf", "html")
"""Our own, for `--help`: it loads no plugin."""


@click.command()
@click.option("--to", "form", required=True, type=text, metavar="FORM", help=f"{', '.join(FORMS)}, or what a plugin offers.")
@since
@until
@click.option("--include", type=text, metavar="PARTS", default="", help="Also your notes, thoughts, diary; separated by commas.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write here; else to standard output.")
@click.option("--preview", is_flag=True, help="Only say what would be in it.")
@click.option("--yes", is_flag=True, help="Yes, include what --include names.")
@click.pass_obj
def export(
    context: Context, form: str, since: str | None, until: str | None, include: str, out: Path | None, preview: bool, yes: bool
) -> None:
    """Your sessions for the care team."""
    from dtx.engine.export import pieces
    from dtx.sharing.formats import named
    from dtx.sharing.preview import in_words
    from dtx.sharing.whole import write_whole

    parts = named_parts(include)
    first, last = days(since, until)
    services = context.services
    exporter = named(services.formats(), form, services.shelf.problems)
    if exporter.binary and out is None and not preview:
        raise Unknown(f"{exporter.title} is no text.", "Say where it goes with --out FILE.")
    outgoing = services.export(first, last, parts)
    note(in_words(outgoing, exporter))
    if preview:
        return
    if parts and not yes:
        agree(parts)
    if out is None:
        sys.stdout.flush()
        for piece in pieces(exporter.write(outgoing)):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    files = {out: exporter.write(outgoing)}
    if exporter.beside and (out.is_file() or not out.exists()):  # a device has nothing beside it
        files |= {out.with_name(f"{out.stem}{ending}"): content for ending, content in exporter.beside(outgoing).items()}
    write_whole(files, services.home)
    note(f"Written to {' and '.join(str(path) for path in files)}.")


def named_parts(include: str) -> list[str]:
    """The parts that `--include` names. Raises `Unknown`."""
    from dtx.engine.export import PARTS

    parts = [part.strip() for part in include.split(",") if part.strip()]
    for part in parts:
        if part not in PARTS:
            raise Unknown(f"--include cannot be {part!r}.", f"It can be {', '.join(PARTS)}.")
    return parts


def agree(parts: Collection[str]) -> None:
    """Ask on a terminal. Raises DtxError without one, and Abort for a no."""
    theirs = " and ".join(parts)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise DtxError(f"This would share your {theirs}.", "Add --yes if you want that.")
    click.confirm(f"Share your {theirs}, too?", abort=True, err=True)
