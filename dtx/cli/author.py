"""`dtx new` and `dtx schema`: how a practice begins, and what an editor needs to know of its format."""

from pathlib import Path

import click

from dtx.cli.context import Context
from dtx.cli.output import note, say, show_json
from dtx.language import _


@click.command()
@click.argument("name", metavar="NAME", type=click.Path(path_type=Path))
@click.option("--code", is_flag=True, help=_("A practice in Python, with a test."))
@click.pass_obj
def new(context: Context, name: Path, code: bool) -> None:
    """Begin a practice of your own: a folder in the present one, with a file that runs already."""
    from dtx.host.starter import start

    folder = start(name.expanduser(), code=code)
    mine = " --mine" if code else ""
    note(
        _("{folder} is there, and runs already. Put your own words into {file}, and then you might:").format(
            folder=folder, file=folder / "plugin.yaml"
        )
    )
    for command, what in (
        (f"dtx check {folder}{mine}", _("what to put right")),
        (f"dtx read {folder}{mine}", _("the practice as a page with times")),
        (f"dtx preview {folder}{mine}", _("see it as your patient will")),
        (f"dtx record {folder}{mine}", _("speak it yourself")),
    ):
        say(f"{command:<44}  {what}")


@click.command()
@click.option("--plan", is_flag=True, help=_("That of a plan."))
@click.option("--json", "as_json", is_flag=True, hidden=True)
def schema(plan: bool, as_json: bool) -> None:
    """The JSON Schema of plugin.yaml, for editors."""
    if plan:
        from dtx.host.plan_file import plan_schema

        return show_json(plan_schema())
    from dtx.host.manifest import json_schema

    return show_json(json_schema())
