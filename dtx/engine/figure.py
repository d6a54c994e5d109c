"""A figure: how a movement looks, in characters, and the same in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """Pictures of the start, of what lies between, and of the end; all of one size. `alt` says the same in words."""

    frames: tuple[str, ...]
    alt: str
