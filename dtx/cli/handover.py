"""`dtx pack`, `install`, `remove`, `trust` and `distrust`: plugins from one person to another."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dtx.cli.agreeing import agree, yes
from dtx.cli.context import Context
from dtx.cli.output import note, say, show_json
from dtx.cli.words import as_json, text, typed
from dtx.errors import Refused
from dtx.language import _

if TYPE_CHECKING:
    from dtx.authors.handover import Handover

preview = click.option("--preview", is_flag=True, help=_("Only show it."))


def handover(context: Context) -> "Handover":
    from dtx.authors.handover import Handover

    return Handover(context.services)


def tell(lines: Iterable[str]) -> None:
    """What somebody is asked about stands on standard error: it is no result yet."""
    for line in lines:
        note(line)


@click.command()
@click.argument("path", metavar="PATH", type=typed)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=_("Write it there; else NAME-VERSION.dtx here."))
@click.option("--mine", is_flag=True, help=_("You wrote its code or have read it: run it to check it."))
@as_json
@click.pass_obj
def pack(context: Context, path: str, out: Path | None, mine: bool, as_json: bool) -> None:
    """Make one file of a plugin's folder, or of a plan, to hand it over. PATH is the folder, or an id of `dtx plugins`."""
    if is_plan(path):
        from dtx.cli.plan import hand_over

        return hand_over(context, Path(path), out, as_json)
    safe = bool(click.get_current_context().find_root().params.get("safe"))
    packed = handover(context).pack(path, out, mine=mine, safe=safe)
    about = {"id": packed.manifest.id, "version": packed.manifest.version, "sha256": packed.sha256}
    if as_json:
        return show_json({"path": str(packed.path), **about, "left_out": list(packed.left_out)})
    say(_("{path}: {title}, version {version}").format(path=packed.path, title=packed.manifest.title, version=packed.manifest.version))
    say(f"SHA-256 {packed.sha256}")
    if packed.left_out:
        say(_("Left out, because only its author needs it: {left_out}").format(left_out=", ".join(packed.left_out)))
    return None


def is_plan(path: str) -> bool:
    """Whether a path leads to a plan's own file."""
    return path.endswith((".yaml", ".yml")) and Path(path).name != "plugin.yaml" and Path(path).is_file()


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@preview
@yes
@as_json
@click.pass_obj
def install(context: Context, file: Path, preview: bool, yes: bool, as_json: bool) -> None:
    """Take in a plugin or a plan from a file. It says what it is before anything is copied."""
    from dtx.host.packing import holds_plan

    if is_plan(str(file)) or holds_plan(file):
        from dtx.cli.plan import take_in

        return take_in(context, file, preview, yes, as_json)
    hand = handover(context)
    offer = hand.offer(file)
    name = offer.manifest.id
    tell(offer.lines())
    if offer.there:
        note(_("This very version is installed already."))
    elif not preview:
        agree(_("Install it?"), _("This would install '{name}'.").format(name=name), yes)
        hand.install(offer)
        note(_("Installed: {ids}.").format(ids=", ".join(f"{name}.{one.id}" for one in offer.manifest.activities)))
        if offer.manifest.code:
            note(_("Its code stays off until `dtx trust {name}`.").format(name=name))
        else:
            note(_("You find it in the list that `dtx` shows."))
    if as_json:
        show_json(offer.to_json(installed=offer.there or not preview))
    return None


@click.command()
@click.argument("name", metavar="NAME", type=text)
@yes
@click.pass_obj
def remove(context: Context, name: str, yes: bool) -> None:
    """Take a plugin away. Your sessions stay."""
    hand = handover(context)
    leaving = hand.leaving(name)
    tell(leaving.lines())
    agree(_("Remove it?"), _("This would remove '{name}'.").format(name=name), yes)
    hand.remove(leaving)
    note(_("'{name}' is gone.").format(name=name))


@click.command()
@click.argument("name", metavar="NAME", type=text)
@click.option("--sha256", type=text, metavar="HASH", help=_("Only if this is its hash."))
@yes
@click.pass_obj
def trust(context: Context, name: str, sha256: str | None, yes: bool) -> None:
    """Let a plugin's code run, exactly as it is now."""
    hand = handover(context)
    approval = hand.asked(name)
    if sha256 is not None and sha256.casefold() != approval.tree.sha256:
        raise Refused(
            _("The hash of '{name}' is {sha256}.").format(name=name, sha256=approval.tree.sha256),
            _("That is not the one you gave; nothing was approved."),
        )
    tell(approval.lines())
    agree(_("Let this code run?"), _("This would let the code of '{name}' run.").format(name=name), yes)
    failure = hand.approve(approval)
    note(failure or _("'{name}' may run now. `dtx distrust {name}` takes that back.").format(name=name))
    if failure:
        raise SystemExit(1)


@click.command()
@click.argument("name", metavar="NAME", type=text)
@click.pass_obj
def distrust(context: Context, name: str) -> None:
    """Take back that a plugin's code may run."""
    found = handover(context).distrust(name)
    note(_("The code of '{name}' is off.").format(name=name) if found else _("The code of '{name}' was not approved.").format(name=name))
