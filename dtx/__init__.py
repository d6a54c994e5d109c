"""dtx: guided practice at home. This is all that the author of a plugin imports; it loads no screen, no sound and no plugin host."""

from typing import TYPE_CHECKING, Any

from dtx.engine.activity import Activity, Context, Previous, Rating, Script
from dtx.engine.figure import Figure
from dtx.engine.phase import Line
from dtx.engine.questions import Answer, Ask, Choose, Rate, Ready, Several
from dtx.engine.steps import Ambience, Breathe, Move, Pattern, Say, Section, Silence, Step, Tense, Timed

if TYPE_CHECKING:
    from dtx.host.hookspecs import hookimpl

__version__ = "0.1.0"

__all__ = [
    "Activity",
    "Ambience",
    "Answer",
    "Ask",
    "Breathe",
    "Choose",
    "Context",
    "Figure",
    "Line",
    "Move",
    "Pattern",
    "Previous",
    "Rate",
    "Rating",
    "Ready",
    "Say",
    "Script",
    "Section",
    "Several",
    "Silence",
    "Step",
    "Tense",
    "Timed",
    "__version__",
    "hookimpl",
]


def __getattr__(name: str) -> Any:
    if name == "hookimpl":  # late, because its import is that of the whole plugin host
        from dtx.host.hookspecs import hookimpl

        return hookimpl
    raise AttributeError(f"module 'dtx' has no attribute {name!r}")
