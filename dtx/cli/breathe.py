"""`dtx breathe`: low-energy mode. Two minutes of breathing, straight away, with as few questions as may be."""

from typing import Any

import click

from dtx.care.brief import ACTIVITY
from dtx.cli.context import Context
from dtx.cli.driver import Driver
from dtx.cli.run import answers, at, mute, pace, plain


@click.command()
@plain
@answers
@pace
@at
@mute
@click.pass_obj
def breathe(context: Context, /, mute: bool, **how: Any) -> None:
    """Two minutes of quiet breathing, straight away."""
    context.services.sound = not mute
    driver = Driver(context.services, **how)
    driver.check(ACTIVITY, {})
    driver.breathe()
