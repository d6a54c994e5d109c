"""How questions are put: the thought kept in sight above them, and numbers in steps of five."""

from dtx import Rate


def under(words: str | None, text: str, *more: str) -> str:
    """The question below the words it is about, and what may help below the question."""
    return "\n\n".join((*((f"“{words}”",) if words else ()), text, *more))


def percent(text: str, save: str, example: str, low: str = "not at all", high: str = "completely") -> Rate:
    """A number from 0 to 100 in steps of 5 (clinical 4.1)."""
    return Rate(text, 0, 100, low, high, save, 5, example)


def pain(text: str, save: str, example: str) -> Rate:
    return Rate(text, 0, 10, "no pain", "the worst pain you can imagine", save, example=example)
