"""The person's own impression of change, from 1 (very much improved) to 7 (very much worse) (Guy 1976)."""

from dtx.care.measures.measure import load

MUCH_IMPROVED = 2


def improved(value: int | None) -> bool | None:
    """Whether it is very much or much improved; None when it was not answered. Raises `ValueError` outside 1 to 7."""
    (taken,) = load("pgic").check((value,))
    return None if taken is None else taken <= MUCH_IMPROVED
