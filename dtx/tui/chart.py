"""A chart in letters, drawn by plotext, which is loaded when the first is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

HIGHEST = 10
TICKS = 6
BEFORE, AFTER = "o", "x"
"""The signs of two lines: told apart by shape, and not by colour."""

ASIDE = 0.4

_ONE_AT_A_TIME = Lock()
"""plotext draws on one figure that all share."""


@dataclass(frozen=True, slots=True)
class Line:
    """Values from 0 to 10, one for each label, None where there is none; `sign` stands for them."""

    name: str
    sign: str
    values: Sequence[float | None]


def points(labels: Sequence[str], lines: Sequence[Line], width: int, height: int) -> str:
    """Each value as its sign over its label, without colours; 0 to 10 from bottom to top."""

    def draw(plotext: Any) -> None:
        for number, line in enumerate(lines):
            known = [(place, value) for place, value in enumerate(line.values) if value is not None]
            if known:
                aside = (number - (len(lines) - 1) / 2) * ASIDE  # so that equal values do not hide each other
                plotext.scatter([place + aside for place, _value in known], [value for _place, value in known], marker=line.sign)
        plotext.ylim(0, HIGHEST)
        plotext.yticks(list(range(0, HIGHEST + 1, 2)))

    return _drawn(draw, labels, width, height)


def bars(labels: Sequence[str], values: Sequence[int], width: int, height: int) -> str:
    """One column for each label."""

    def draw(plotext: Any) -> None:
        top = max(1, *values)
        plotext.bar(list(range(len(labels))), list(values), width=0.5, marker="█")
        plotext.ylim(0, top)
        plotext.yticks(sorted({0, top // 2, top}))

    return _drawn(draw, labels, width, height)


def _drawn(draw: Callable[[Any], None], labels: Sequence[str], width: int, height: int) -> str:
    """An empty figure of this size, what is drawn on it, and some of the labels below. Nothing where there are no labels."""
    if not labels:
        return ""
    import plotext

    with _ONE_AT_A_TIME:
        plotext.clear_figure()
        plotext.theme("clear")
        plotext.plotsize(width, height)
        draw(plotext)
        last = len(labels) - 1
        plotext.xlim(-0.5, max(0.5, last + 0.5))
        some = sorted({round(last * step / (TICKS - 1)) for step in range(TICKS)}) if last > 0 else [0]
        plotext.xticks(some, [labels[place] for place in some])
        return str(plotext.build())
