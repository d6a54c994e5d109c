"""Numbers behind an option, within limits that are said in plain words."""

from collections.abc import Callable

import click

from dtx.language import _, plain


def whole(low: int, high: int | None = None) -> Callable[[str], int]:
    """Reads a whole number from `low` on, up to `high` where there is an end."""

    def within(value: str) -> int:
        try:
            number = int(value)
        except ValueError:
            number = low - 1
        if number >= low and (high is None or number <= high):
            return number
        if high is None:
            raise click.BadParameter(_("it is a whole number, {low} or more, and not {value}.").format(low=low, value=value))
        raise click.BadParameter(_("it is a whole number from {low} to {high}, and not {value}.").format(low=low, high=high, value=value))

    return within


def decimal(low: float, high: float) -> Callable[[str], float]:
    """Reads a number from `low` to `high`."""

    def within(value: str) -> float:
        try:
            number = float(value)
        except ValueError:
            number = low - 1
        if low <= number <= high:  # what is no number at all ("nan") is neither
            return number
        limits = {"low": plain(low), "high": plain(high)}
        raise click.BadParameter(_("it is a number from {low} to {high}, and not {value}.").format(**limits, value=value))

    return within
