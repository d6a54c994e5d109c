"""How commands write: words that a terminal only shows, or one JSON document."""

import json
import re
from typing import Any

import click

from dtx.engine.words import clean

CONTROLS = re.compile("[\x7f-\x9f]")


def say(line: object) -> None:
    """One line for people on standard output."""
    click.echo(clean(line))


def note(line: object) -> None:
    """One message on standard error."""
    click.echo(clean(line), err=True)


def show_json(document: Any) -> None:
    """What a terminal would act on is escaped, as JSON itself does only below a blank."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)
    click.echo(CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
