"""Plain mode: the same sessions line by line, for a screen reader, a pipe or a script."""

from dtx.plain.answers import Answers
from dtx.plain.driver import run
from dtx.plain.given import Given
from dtx.plain.screened import screen
from dtx.plain.signals import Ended, Signals
from dtx.plain.typed import Typed

__all__ = ["Answers", "Ended", "Given", "Signals", "Typed", "run", "screen"]
