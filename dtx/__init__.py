"""dtx: guided practice at home. This is all that the author of a plugin imports; it loads no screen, no sound and no plugin host."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dtx.engine.activity import Activity, Context, Previous, Rating, Script
    from dtx.engine.entry import Entry
    from dtx.engine.export import Export, Exporter
    from dtx.engine.figure import Figure
    from dtx.engine.phase import Line
    from dtx.engine.questions import Answer, Ask, Choose, Rate, Ready, Several
    from dtx.engine.record import SessionLog
    from dtx.engine.steps import Ambience, Breathe, Move, Pattern, Say, Section, Silence, Step, Tense, Timed
    from dtx.host.hookspecs import hookimpl
    from dtx.host.manifest import Manifest

__version__ = "0.1.0"

HOMES = {
    "engine.activity": ("Activity", "Context", "Previous", "Rating", "Script"),
    "engine.entry": ("Entry",),
    "engine.export": ("Export", "Exporter"),
    "engine.figure": ("Figure",),
    "engine.phase": ("Line",),
    "engine.questions": ("Answer", "Ask", "Choose", "Rate", "Ready", "Several"),
    "engine.record": ("SessionLog",),
    "engine.steps": ("Ambience", "Breathe", "Move", "Pattern", "Say", "Section", "Silence", "Step", "Tense", "Timed"),
    "host.hookspecs": ("hookimpl",),
    "host.manifest": ("Manifest",),
}
"""Where each name lives. It is fetched when it is first asked for: every command imports dtx, and few need a step."""

__all__ = [
    "Activity",
    "Ambience",
    "Answer",
    "Ask",
    "Breathe",
    "Choose",
    "Context",
    "Entry",
    "Export",
    "Exporter",
    "Figure",
    "Line",
    "Manifest",
    "Move",
    "Pattern",
    "Previous",
    "Rate",
    "Rating",
    "Ready",
    "Say",
    "Script",
    "Section",
    "SessionLog",
    "Several",
    "Silence",
    "Step",
    "Tense",
    "Timed",
    "__version__",
    "hookimpl",
]


def __getattr__(name: str) -> Any:
    for home, names in HOMES.items():
        if name in names:
            globals()[name] = found = getattr(import_module(f"dtx.{home}"), name)
            return found
    raise AttributeError(f"module 'dtx' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
