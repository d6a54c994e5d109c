"""Progressive muscle relaxation. Numbers and words are those of the clinical specification, section 3."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from dtx import Activity, Context, Line, Script, Tense, Timed, hookimpl

from .applied import differential
from .groups import GROUPS


class Form(NamedTuple):
    """The stretches around the groups: seconds, and the second each of their lines falls at (3.3 and 3.5)."""

    settle_s: float
    rest_s: float
    return_s: float
    settle_at: tuple[float, ...] = (0, 20, 40)
    rest_at: tuple[float, ...] = (0, 40, 80)
    return_at: tuple[float, ...] = (0, 20, 34)


FORMS = {
    "standard": Form(60, 120, 48),
    "gentle": Form(45, 60, 30, (0, 15, 30), (0, 30), (0, 12, 22)),
    "release_only": Form(60, 120, 48),
}

COMFORTABLE = "Get comfortable, sitting or lying, head supported if you like. Loosen anything tight. Breathe however is easy."
SORE = "If an area is sore, injured or crampy, skip the tightening. Just notice it and let go."
SETTLE = {
    "standard": (COMFORTABLE, "For each area we tighten gently, about half of what you could do, hold, then let go.", SORE),
    "gentle": (COMFORTABLE, "For each area we tighten gently, about a third of what you could do, hold, then let go.", SORE),
    "release_only": (
        COMFORTABLE,
        "Nothing is tightened this time. For each area you might notice it, and let go on the way out.",
        "If an area is sore, you might only pass by, or rest your attention somewhere easier.",
    ),
}
REST = (
    "All areas together now, resting.",
    "If somewhere is still holding on, it can take its time.",
    "As you breathe out, you might think one quiet word, such as easy.",
)
RETURN = (
    "Start to come back. Move fingers and toes.",
    "Stretch if that would feel kind.",
    "Sit up slowly, and notice the room.",
)


@hookimpl
def dtx_activities(plugin: Any) -> Iterator[Activity]:
    yield plugin.activity(pmr, "pmr")
    yield plugin.activity(differential, "differential")


def pmr(ctx: Context) -> Script:
    """Settle, one group after the other, rest, return."""
    wanted = ctx.options.get("form") or "standard"
    name = "gentle" if wanted == "standard" and "gentle" in ctx.forms else str(wanted)
    form = FORMS[name]
    settle = tuple(text.replace("sitting or lying", "sitting") for text in SETTLE[name]) if "seated" in ctx.forms else SETTLE[name]

    yield guided("settle", form.settle_s, form.settle_at, settle)
    for group in GROUPS[ctx.options.get("groups") or 7]:
        yield in_form(group.tense(ctx.side), name)
    yield guided("rest", form.rest_s, form.rest_at, REST)
    yield guided("return", form.return_s, form.return_at, RETURN)


def in_form(group: Tense, name: str) -> Tense:
    """The group as the form has it: tightened twice, once and lightly, or not at all."""
    if name == "gentle":
        return replace(group.gentled(), tense_text=group.tense_text)  # how lightly was said at the beginning
    return group.released() if name == "release_only" else group


def guided(kind: str, seconds: float, starts: tuple[float, ...], texts: tuple[str, ...]) -> Timed:
    """Words over some seconds; a form with fewer places has the first of them."""
    lines = tuple(Line(start, text) for start, text in zip(starts, texts, strict=False))
    return Timed("\n".join(line.text for line in lines), seconds, kind, lines=lines)
