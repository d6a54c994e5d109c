"""`dtx profile`: what the person told dtx about themselves."""

import click

from dtx.cli.context import Context
from dtx.cli.output import note, say, show_json
from dtx.cli.words import as_json, pairs, text
from dtx.language import _


@click.command()
@click.option(
    "--set", "given", multiple=True, type=text, metavar="KEY=VALUE", help=_("Write down one thing; an empty value takes it away.")
)
@as_json
@click.pass_obj
def profile(context: Context, given: tuple[str, ...], as_json: bool) -> None:
    """What you told dtx about yourself."""
    from dtx.care.help import message_of
    from dtx.sessions.planned import KEY
    from dtx.settings import Settings, keep_language, read_language

    changes = pairs(given, "sore=low_back")
    services = context.services
    spoken = read_language(changes.pop("language")) if "language" in changes else ...
    if changes:
        services.set_profile(changes)
        for value in changes.values():
            if sentence := message_of(value, services.profile().country):
                note(sentence)
    if spoken is not ...:
        keep_language(services.home, spoken)
    kept = {key: value for key, value in services.store.profile().items() if key != KEY}  # the plan has a command of its own
    kept["patient_ref"] = services.store.patient_ref
    if (chosen := Settings.read(services.home).language) is not None:
        kept["language"] = chosen
    if as_json:
        return show_json(kept)
    for key, value in sorted(kept.items()):
        say(f"{key}: {in_words(value)}")
    return None


def in_words(value: object) -> str:
    """Lists of words on one line; of anything longer, how much there is."""
    if not isinstance(value, list):
        return str(value)
    return ", ".join(value) if all(isinstance(one, str) for one in value) else _("{n} written down").format(n=len(value))
