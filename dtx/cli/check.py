"""`dtx check`: everything that keeps a plugin from being handed to a patient, in one go."""

import json
import sys
from contextlib import redirect_stdout
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from dtx.cli.context import Context
from dtx.cli.output import say, show_json
from dtx.cli.words import as_json, typed
from dtx.errors import PluginProblem
from dtx.language import _

if TYPE_CHECKING:
    from dtx.authors.authored import Finding


@click.command()
@click.argument("path", metavar="PATH", type=typed)
@click.option("--mine", is_flag=True, help=_("You wrote its code or have read it: run it, though nobody has approved it."))
@click.option("--here", is_flag=True, hidden=True)
@as_json
@click.pass_obj
def check(context: Context, path: str, mine: bool, here: bool, as_json: bool) -> None:
    """What to put right in a plugin before anybody is guided by it. PATH is its folder, or an id of `dtx plugins`."""
    from dtx.authors import checking

    services = context.services
    safe = bool(click.get_current_context().find_root().params.get("safe"))
    try:
        folder = checking.folder_of(path, services.shelf)
        if here:  # the child of a check: what its code prints is not the answer
            from dtx.host.trial import hold_memory

            hold_memory()
            with redirect_stdout(sys.stderr):
                found_here = checking.here(folder, json.load(sys.stdin))
            return show_json(found_here)
        found = checking.check(folder, services.shelf, services.now().date(), mine=mine, safe=safe)
    except PluginProblem as problem:
        if here:
            raise
        found = checking.of_problem(problem)
    return report(path, found, as_json)


def report(path: str, found: "list[Finding]", as_json: bool) -> None:
    """The findings, hints last. Ends the command with 1 when there is something to put right."""
    found = sorted(found, key=lambda finding: finding.warning)
    problems = [finding for finding in found if not finding.warning]
    if as_json:
        show_json({"path": path, "ok": not problems, "findings": [asdict(finding) for finding in found]})
    else:
        for finding in found:
            say(finding)
        if not found:
            say(_("{path}: nothing to put right.").format(path=path))
    if problems:
        raise SystemExit(1)
