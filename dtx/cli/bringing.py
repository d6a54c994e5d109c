"""`dtx import`: what was kept elsewhere, from another machine's backup or a pain diary as a table."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dtx import amounts
from dtx.cli.context import Context
from dtx.cli.keeping import agree, yes
from dtx.cli.output import note, say, show_json
from dtx.cli.words import as_json, pairs, text
from dtx.errors import Unknown
from dtx.language import _, at_time

if TYPE_CHECKING:
    from dtx.bringing import Brought
    from dtx.care.diary_table import Plan, Row, Table

SHOWN = 5
"""So many sentences about what was left out are said one by one."""


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--map", "given", multiple=True, type=text, metavar="FIELD=COLUMN", help=_("What a column of a table is. `nothing` takes a field away.")
)
@click.option("--dates", type=click.Choice(["day-first", "month-first"]), help=_("Which comes first in 03/04/2026."))
@click.option("--scale", type=click.Choice(["10", "100"]), help=_("Up to which number ratings run in the table."))
@click.option("--preview", is_flag=True, help=_("Only say what would come in."))
@yes
@as_json
@click.pass_obj
def bring_in(
    context: Context,
    file: Path,
    given: tuple[str, ...],
    dates: str | None,
    scale: str | None,
    preview: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Bring in another machine's backup, or a pain diary as CSV. What is here stays as it is."""
    from dtx import bringing

    services = context.services
    mapped = pairs(given, "pain.average=Pain")
    if bringing.is_backup(file):
        if mapped or dates or scale or preview:
            raise Unknown(_("--map, --dates, --scale and --preview are for tables."), _("Leave them out."))
        services.let_go()
        return show(bringing.backup(services.strongbox, file, context.passphrase), as_json)
    table = bringing.read(file)
    plan = bringing.planned(table, mapped, dates, int(scale) if scale else None)
    tell(table, plan, bringing.first_rows(table, plan, services.now()))
    left = bringing.left_out(table, plan, services.now())
    if preview and as_json:
        return show_json(planned(table, plan) | {"unread": left})
    if not (yes and as_json):  # then it is said once, with what came in
        tell_left(left)
    if preview:
        return None
    agree(yes, _("Is that right, and shall it come in?"), _("This would write the table into your diary."))
    services.let_go()
    return show(bringing.table_in(services.strongbox, table, plan, services.now()), as_json, planned(table, plan))


def tell(table: "Table", plan: "Plan", rows: "list[Row]") -> None:
    """What each column is taken for, and the first rows as they would be kept."""
    from dtx.care.diary_table import in_words

    for line in in_words(table, plan):
        note(line)
    for row in rows:
        answers = ", ".join(
            f"{question.save} {', '.join(answer) if isinstance(answer, tuple) else answer}" for question, answer in row.answers
        )
        at = at_time(row.at.isoformat()) if row.at is not None else ""
        note(_("Line {line} becomes: {at}  {answers}").format(line=row.line, at=at, answers=answers))


def planned(table: "Table", plan: "Plan") -> dict[str, Any]:
    from dtx.care.diary_table import DAY_FIRST, MONTH_FIRST

    unmapped = [column for column in table.columns if column not in plan.columns.values()]
    dates = DAY_FIRST if plan.day_first else MONTH_FIRST
    return {"rows": len(table.rows), "map": dict(plan.columns), "left_out": unmapped, "dates": dates, "scale": plan.scale}


def show(brought: "Brought", as_json: bool, plan: Mapping[str, Any] | None = None) -> None:
    merged = brought.merged
    if as_json:
        document = {
            "sessions": merged.sessions,
            "check_ins": merged.check_ins,
            "known": merged.known,
            "erased": merged.erased,
            "different": list(merged.different),
            "unread": list(brought.left),
        }
        return show_json(document | ({"plan": plan} if plan is not None else {}))
    say(
        _("{sessions} and {check_ins} came in.").format(
            sessions=amounts.sessions(merged.sessions), check_ins=amounts.check_ins(merged.check_ins)
        )
    )
    if merged.known:
        note(_("{n} were here already.").format(n=merged.known))
    if merged.erased:
        note(_("{n} that you erased here stay away.").format(n=merged.erased))
    for name in merged.different:
        note(_("{name} is another one here. It was left as it is.").format(name=name[:8]))
    if plan is None:  # of a table it was said beforehand
        tell_left(brought.left)
    return None


def tell_left(left: Sequence[str]) -> None:
    for sentence in left[:SHOWN]:
        note(sentence)
    if len(left) > SHOWN:
        note(_("And {n} more that cannot be read.").format(n=len(left) - SHOWN))
