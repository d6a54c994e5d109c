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

if TYPE_CHECKING:
    from dtx.services import Services


@click.command()
@click.option("--to", "form", required=True, type=click.Choice(["csv", "jsonl"]), help="The form.")
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
    from dtx.sharing.lines import to_jsonl
    from dtx.sharing.select import in_words, select
    from dtx.sharing.table import dictionary, to_csv
    from dtx.sharing.whole import write_whole

    parts = named(include)
    first, last = days(since, until)
    services = context.services
    services.close_unfinished(only_old=True)
    ended = [log for log in services.logs(first, last) if log.ended_at]
    selection = select(ended, parts, lambda activity_id: wordless_options(services, activity_id))
    note(in_words(selection, form))
    if preview:
        return
    if parts and not yes:
        agree(parts)
    content = to_csv(selection) if form == "csv" else to_jsonl(selection)
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    files = {out: content}
    if form == "csv" and (out.is_file() or not out.exists()):  # a device has nothing beside it
        files[out.with_name(f"{out.stem}.dictionary.csv")] = dictionary(selection, services.store.head)
    write_whole(files, services.home)
    note(f"Written to {' and '.join(str(path) for path in files)}.")


def named(include: str) -> list[str]:
    """The parts that `--include` names. Raises `Unknown`."""
    from dtx.sharing.select import PARTS

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


def wordless_options(services: "Services", activity_id: str) -> Collection[str]:
    """The names of options that are known to hold none of the person's own words."""
    try:
        return [name for name, option in services.options(activity_id).items() if option.type != "text"]
    except DtxError:  # the plugin is gone, or is another one now
        return ()
