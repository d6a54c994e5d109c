"""Where authors are: a practice named by its folder, beside those that are named by their id."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dtx.authors.authored import PLAIN
from dtx.cli.context import Context
from dtx.errors import DtxError, Unknown
from dtx.language import _

if TYPE_CHECKING:
    from dtx.services import Services

mine = click.option("--mine", is_flag=True, help=_("You wrote its code or have read it: run it, though nobody has approved it."))


def at_the_desk(context: Context, named: str) -> Path | None:
    """The folder that a word names: the folder itself, its plugin.yaml, or one of its activities; None for the id of an activity."""
    path = Path(named).expanduser()
    if path.name == PLAIN and path.is_file():
        return path.parent.resolve()
    if path.is_dir():
        return path.resolve()
    folder = path.parent / path.name.partition(".")[0]
    if "." in path.name and (folder / PLAIN).is_file() and (path.parent != Path() or not known(context.services, named)):
        return folder.resolve()
    return None


def known(services: "Services", activity_id: str) -> bool:
    try:
        services.shelf.manifest(activity_id)
    except Unknown:
        return False
    except DtxError:  # it is there, and broken
        return True
    return True


def found(context: Context, named: str, mine: bool) -> "tuple[Services, str]":
    """The services and the activity that a word stands for. Raises `Unknown`, and PluginProblem for a folder that is broken."""
    folder = at_the_desk(context, named)
    if folder is None:
        return context.services, named
    services = context.at(folder, mine)
    ids = [f"{folder.name}.{one.id}" for one in services.shelf.manifest(folder.name).activities]
    name = Path(named).name
    if name in ids:
        return services, name
    if len(ids) == 1 and name in (folder.name, PLAIN):
        return services, ids[0]
    sentence = (
        _("{name} has {ids} practices: {all}.").format(name=folder.name, ids=len(ids), all=", ".join(ids))
        if len(ids) > 1
        else _("There is no activity {name!r}.").format(name=name)
    )
    raise Unknown(sentence, _("Name one, such as {parent}.").format(parent=folder.parent / ids[0]))
