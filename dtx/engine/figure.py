"""A figure: a picture drawn in characters, or a movement as several of them, and the same in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture that keeps still, or pictures of the start, of what lies between, and of the end; all of one size.

    `alt` says the same in words.
    """

    frames: tuple[str, ...]
    alt: str


def shown_by(step: object) -> Figure | None:
    """The picture that a step shows, if it has one."""
    figure = getattr(step, "figure", None)
    return figure if isinstance(figure, Figure) else None
