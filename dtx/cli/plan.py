"""`dtx plan`: what a therapist asks for, how often, and within which limits."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dtx.cli.agreeing import agree, yes
from dtx.cli.context import Context
from dtx.cli.handover import preview, tell
from dtx.cli.output import note, say, show_json
from dtx.cli.words import as_json, text
from dtx.language import _, on_day

if TYPE_CHECKING:
    from dtx.authors.planning import Planning

FILE = click.argument("file", metavar="FILE", type=click.Path(path_type=Path))


def planning(context: Context) -> "Planning":
    from dtx.authors.planning import Planning

    return Planning(context.services)


@click.group(invoke_without_command=True)
@click.pass_context
def plan(context: click.Context) -> None:
    """What your therapist asks for: how often, how, and within which limits. Alone it shows the plan that counts now."""
    if context.invoked_subcommand is None:
        context.invoke(show)


@plan.command()
@click.argument("file", metavar="[FILE]", type=click.Path(path_type=Path), default=Path("plan.yaml"))
@click.option(
    "--activity", "activities", multiple=True, type=text, metavar="ID", help=_("Begin with this one; may be given more than once.")
)
@click.pass_obj
def new(context: Context, file: Path, activities: tuple[str, ...]) -> None:
    """Write a plan to begin with."""
    planning(context).new(file, activities)
    say(_("{file} is there. Change it, then: dtx plan check {file}").format(file=file))


@plan.command()
@FILE
@as_json
@click.pass_obj
def check(context: Context, file: Path, as_json: bool) -> None:
    """What to put right in a plan before it is handed over."""
    from dtx.cli.check import report

    report(str(file), planning(context).check(file), as_json)


@plan.command()
@as_json
@click.pass_obj
def show(context: Context, as_json: bool) -> None:
    """The plan that counts now, and how much of it was practised."""
    from dtx.sessions.planned import asked, stands

    hand, services = planning(context), context.services
    if as_json:
        return show_json(hand.shown())
    current = services.plan()
    if current is None:
        say(_("There is no plan here. `dtx plan install FILE` takes one in."))
        return None
    titles = hand.titles
    say(_("{title}, version {version}, by {author}").format(title=current.title, version=current.version, author=current.author))
    for line in current.note:
        say(line)
    for one in services.standings():
        say(f"- {asked(one.item, titles)}")
        say(
            "  "
            + _("{stands} {so_far} of {so_far_planned} since it began.").format(
                stands=stands(one, titles), so_far=one.so_far, so_far_planned=one.so_far_planned
            )
        )
    if current.review_on:
        say(_("To be looked at again on {day}.").format(day=on_day(current.review_on)))
    return None


@plan.command()
@FILE
@preview
@yes
@as_json
@click.pass_obj
def install(context: Context, file: Path, preview: bool, yes: bool, as_json: bool) -> None:
    """Let a plan count that you were given, as FILE or packed."""
    take_in(context, file, preview, yes, as_json)


def take_in(context: Context, file: Path, preview: bool, yes: bool, as_json: bool) -> None:
    hand = planning(context)
    offer = hand.offer(file)
    tell(offer.lines())
    if offer.there:
        note(_("This very plan counts already."))
    elif not preview:
        agree(_("Let this plan count?"), _("This would make it your plan."), yes)
        hand.install(offer)
        note(_("It counts from today. `dtx plan show` shows how it stands."))
    if as_json:
        show_json({"plan": offer.plan.to_json(), "missing": list(offer.missing), "installed": offer.there or not preview})


def hand_over(context: Context, file: Path, out: Path | None, as_json: bool) -> None:
    """The plan as one file, to be handed over like a plugin."""
    place, made = planning(context).pack(file, out)
    if as_json:
        return show_json({"path": str(place), "id": "plan", "version": made.version, "sha256": made.sha256, "left_out": []})
    say(
        _("{place}: {title}, version {version}, for {patient_ref}").format(
            place=place, title=made.title, version=made.version, patient_ref=made.patient_ref
        )
    )
    say(f"SHA-256 {made.sha256}")
    return None


@plan.command()
@yes
@click.pass_obj
def remove(context: Context, yes: bool) -> None:
    """Let the plan count no longer. What you did stays."""
    agree(_("Let your plan count no longer?"), _("This would take your plan away."), yes)
    note(_("'{title}' counts no longer.").format(title=planning(context).remove().title))
