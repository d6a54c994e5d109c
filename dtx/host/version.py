"""Versions: which of two is the newer one."""

import re

FORM = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9}){0,3})([-+.]?[A-Za-z].*)?")


def rank(version: str) -> tuple[int, ...] | None:
    """Sorts by age: `1.9` before `1.10-rc1` before `1.10`, which is `1.10.0`. None for what does not begin with numbers."""
    found = FORM.fullmatch(version.strip())
    if found is None:
        return None
    counted = [int(part) for part in found[1].split(".")]
    finished = not found[2] or found[2].startswith("+")
    return (*counted, *([0] * (4 - len(counted))), int(finished))


def lower(one: str, other: str) -> bool:
    """Whether `one` is older than `other`; False where that cannot be told, as between two drafts of one version."""
    first, second = rank(one), rank(other)
    return first is not None and second is not None and first < second
