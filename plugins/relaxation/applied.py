"""The fourth stage of applied relaxation: what is not needed may rest (clinical 3.6). It asks who has to sit, so it is code.

The order of the stages is that of Öst (1987, Behaviour Research and Therapy 25:397); the words are our own. The third and the
fifth are steps of plugin.yaml.
"""

from dtx import Context, Line, Script, Timed

Lines = tuple[tuple[float, str], ...]
"""Words, each with the second at which it begins."""

NEEDS: dict[str, Lines] = {
    "sitting": (
        (0, "Sit as you would to read or eat. Eyes stay open."),
        (10, "Sitting needs a little of the back, and not much more."),
    ),
    "standing": (
        (0, "Stand near something steady, and hold it if you like. Eyes stay open."),
        (10, "Standing needs the feet, the legs and a little of the back."),
    ),
    "walking": (
        (0, "Walk slowly where the ground is clear. Eyes look ahead, not at the screen."),
        (10, "Walking needs the legs, and an easy swing of the arms."),
    ),
}
NOTICE: Lines = (
    (0, "What else is working along? Brow, jaw, shoulders, hands, belly."),
    (12, "You might only notice it, without changing anything yet."),
)
LOOSEN: Lines = (
    (0, "Let go of one thing that is not needed. What holds you up may stay."),
    (15, "Then perhaps another, on an out-breath: easy."),
)
CARRY_ON: Lines = (
    (0, "You might carry this into what comes next: a cup, a page, a few steps."),
    (11, "A little less holding is plenty."),
)


def differential(ctx: Context) -> Script:
    """Stage 4: what the task does not need may rest; 90 seconds. Who falls easily does it sitting (clinical 8.2)."""
    position = "sitting" if "seated" in ctx.forms else str(ctx.options.get("position") or "sitting")
    yield told("settle", 20, NEEDS[position])
    yield told("cue", 20, NOTICE)
    yield told("release", 30, LOOSEN)
    yield told("return", 20, CARRY_ON)


def told(kind: str, seconds: float, lines: Lines) -> Timed:
    return Timed("\n".join(text for _, text in lines), seconds, kind, lines=tuple(Line(start, text) for start, text in lines))
