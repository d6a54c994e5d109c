"""What is typed behind `dtx`, and the command it means: each is loaded when it is asked for."""

from collections.abc import Iterator
from difflib import get_close_matches
from importlib import import_module
from inspect import cleandoc
from pathlib import Path

import click

from dtx import __version__
from dtx.cli.clicks import translate
from dtx.cli.context import Context
from dtx.cli.passphrase import Passphrase
from dtx.cli.words import existing
from dtx.language import _

translate()  # before the first option, whose help click writes itself

COMMANDS = {
    "activities": "activities",
    "serve": "serve",
    "breathe": "breathe",
    "calendar": "calendar",
    "shortcut": "shortcut",
    "run": "run",
    "read": "read",
    "render": "render",
    "resume": "run",
    "checkin": "checkin",
    "diary": "checkin",
    "insight": "insight",
    "history": "history",
    "questions": "history",
    "sessions": "records",
    "show": "records",
    "profile": "profile",
    "plan": "plan",
    "export": "export",
    "send": "send",
    "share": "share",
    "shared": "shared",
    "recipients": "recipients",
    "open": "opening",
    "key": "recipients",
    "backup": "keeping",
    "restore": "keeping",
    "import": "bringing:bring_in",
    "lock": "keeping",
    "unlock": "keeping",
    "hide": "keeping",
    "erase": "keeping",
    "plugins": "plugins",
    "new": "author",
    "check": "check",
    "preview": "preview",
    "record": "record",
    "voice": "voice",
    "pack": "handover",
    "install": "handover",
    "remove": "handover",
    "trust": "handover",
    "distrust": "handover",
    "schema": "author",
    "doctor": "plugins",
}
"""The commands, in the order of a person's day, and the module of each, with the function's name where Python has another use for it."""


def spoken(command: click.Command) -> click.Command:
    """A command whose help, which is its docstring, is in the language that is spoken."""
    if command.help:
        command.help = _(cleandoc(command.help))  # Python 3.13 takes its indents away, those before do not
    command.options_metavar = command.options_metavar and _(command.options_metavar)
    if isinstance(command, click.Group):
        command.subcommand_metavar = command.subcommand_metavar and _(command.subcommand_metavar)
    for inner in command.commands.values() if isinstance(command, click.Group) and not isinstance(command, Commands) else ():
        spoken(inner)
    return command


def helps() -> Iterator[str]:
    """The help of every command, for the catalogues."""
    commands = [dtx, *(dtx.get_command(click.Context(dtx), name) for name in COMMANDS)]
    while commands:
        command = commands.pop()
        if command is not None and command.help:
            yield command.help
        commands += command.commands.values() if isinstance(command, click.Group) and command is not dtx else ()


class Commands(click.Group):
    """Loads a command when it is asked for, so that the first line comes quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _colon, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"dtx.cli.{module}"), name or cmd_name)
        return spoken(command)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=1)
            meant = " " + _("Did you mean {near!r}?").format(near=near[0]) if near else ""
            ctx.fail(_("There is no command {name!r}.").format(name=args[0]) + meant)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--safe", is_flag=True, help=_("Load nothing but the plugins that came with dtx."))
@click.option("--plugins", "folders", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help=_("Another folder of plugins."))
@click.option("--plain", is_flag=True, help=_("Without a command: everything line by line, for a screen reader."))
@click.option(
    "--passphrase-stdin", is_flag=True, help=_("Where the records are locked: the passphrase is the first line of standard input.")
)
@click.option("--debug", is_flag=True, help=_("Show tracebacks."))
@click.version_option(__version__, prog_name="dtx")
@click.pass_context
def dtx(context: click.Context, safe: bool, folders: tuple[Path, ...], plain: bool, passphrase_stdin: bool, debug: bool) -> None:
    """Guided practice at home for people who live with long-term pain. Without a command it opens the app."""
    context.obj = Context(safe, [existing(folder) for folder in folders], Passphrase(passphrase_stdin))
    context.call_on_close(context.obj.close)
    if context.invoked_subcommand is None:
        from dtx.cli.home import home

        home(context.obj.services, plain)


spoken(dtx)
