"""Versions: which of two is the newer one."""

import re

FORM = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}")


def numbers(version: str) -> tuple[int, ...] | None:
    """`1.10` as (1, 10, 0, 0), so that it is newer than `1.9`; None for what is no row of numbers."""
    if not FORM.fullmatch(version.strip()):
        return None
    found = [int(part) for part in version.strip().split(".")]
    return tuple([*found, 0, 0, 0, 0][:4])


def lower(one: str, other: str) -> bool:
    """Whether `one` is older than `other`; False where that cannot be told."""
    first, second = numbers(one), numbers(other)
    return first is not None and second is not None and first < second
