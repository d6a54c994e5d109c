"""`dtx voice`: the lines that nobody recorded, spoken by an engine on this computer."""

from typing import TYPE_CHECKING, Any

import click

from dtx.cli.context import Context
from dtx.cli.desk import mine
from dtx.cli.output import note, say, show_json
from dtx.cli.words import as_json, typed
from dtx.language import _

if TYPE_CHECKING:
    from dtx.authors.voicing import Voiced

JUST_NOW = _("just now")
WHO = {"yours": _("your recording"), "dtx": _("the voice of dtx"), "engine": _("spoken"), "none": _("caption only")}


@click.command()
@click.argument("path", metavar="PATH", type=typed)
@mine
@as_json
@click.pass_obj
def voice(context: Context, path: str, mine: bool, as_json: bool) -> None:
    """Speak the lines of a practice that have no recording, with a speech engine on this computer."""
    from dtx.authors.authored import authored, folder_of
    from dtx.authors.checking import lines_of
    from dtx.authors.voicing import Voicing
    from dtx.host.voices import Voices

    services = context.services
    folder = folder_of(path, services.shelf)
    lines = lines_of(authored(folder, services.shelf, mine=mine), services.now().date())
    voices = Voices(services.shelf)
    voicing = Voicing(services.home, folder, voices)
    done = []
    for one in voicing.voiced(lines):
        done.append(one)
        if not as_json:
            why = f"  ({one.why})" if one.why not in ("", voicing.says()) else ""  # what holds for all is said once
            who = f"{WHO[one.voice]} {JUST_NOW}" if one.new else WHO[one.voice]
            say(f"{who:<17} {one.line.text}{why}")
    for problem in voices.problems:
        note(f"dtx: {problem}")
    for notice in voicing.notices:
        note(f"dtx: {notice}")
    if as_json:
        show_json({"path": path, "says": voicing.says(), "lines": [described(one) for one in done]})
    else:
        say(summed_up(done))
    silent = [one for one in done if one.voice == "none" and not one.line.varies]
    if silent or any(one.voice == "engine" for one in done):
        note(voicing.says())
    if silent:
        raise SystemExit(1)


def described(one: "Voiced") -> dict[str, Any]:
    path = str(one.path) if one.path is not None else None
    return {"text": one.line.text, "place": one.line.place, "voice": one.voice, "file": path, "new": one.new, "why": one.why or None}


def summed_up(done: "list[Voiced]") -> str:
    """How many lines there are of each kind."""
    counts = {who: sum(one.voice == who for one in done) for who in WHO}
    parts = [f"{count} {WHO[who]}" for who, count in counts.items() if count]
    return _("{n} lines: {parts}.").format(n=len(done), parts=", ".join(parts)) if done else _("Nothing is said in it.")
