"""Applied relaxation after the muscles: the cue word, the parts that are not needed, and half a minute (clinical 3.6).

The order of the stages is that of Öst (1987, Behaviour Research and Therapy 25:397); the words are our own.
"""

from dtx import Context, Line, Script, Timed

Lines = tuple[tuple[float, str], ...]
"""Words, each with the second at which it begins."""

CUE_SETTLE: Lines = (
    (0, "Sit or lie however is easy. Eyes open or closed, whichever suits you."),
    (15, "Let the breath come and go by itself. There is no need to make it deeper."),
)
CUE_HOW: Lines = (
    (0, "As you breathe out, you might think one quiet word: easy."),
    (10, "In as it comes. Out with the word, and a little less holding on."),
)
CUE_WORD: Lines = (
    (0, "Easy, on the way out."),
    (25, "If the mind wanders, the next out-breath is a fine place to begin again."),
    (55, "Perhaps the jaw or the shoulders follow along. Perhaps not, and that is fine too."),
    (85, "Easy, on the way out."),
    (115, "There is nothing to push. The breath comes by itself."),
    (145, "Easy, once more."),
)
CUE_RETURN: Lines = (
    (0, "Now let the word go, and breathe any way you like."),
    (12, "You might try the word once later today, on one out-breath."),
    (22, "Move slowly, and notice the room."),
)
CUE_MINUTES = 3
LAST_LINE_S = 10  # a last word is followed by at least this much quiet

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

RAPID_BREATH: Lines = ((0, "One breath, just as it comes."),)
RAPID_WORD: Lines = ((0, "And on the way out: easy."),)
RAPID_SCAN: Lines = ((0, "Brow, jaw, shoulders, hands, belly, legs: what is not needed may loosen."),)
RAPID_END: Lines = (
    (0, "A printed dot can remind you, ten to fifteen times a day."),
    (6, "So can the first sign of tension."),
)


def cue(ctx: Context) -> Script:
    """Stage 3: the word on the out-breath, two to four minutes, the breath left to itself."""
    seconds = (ctx.options.get("minutes") or CUE_MINUTES) * 60 - 80
    yield told("settle", 30, CUE_SETTLE)
    yield told("cue", 20, CUE_HOW)
    yield told("release", seconds, tuple(line for line in CUE_WORD if line[0] <= seconds - LAST_LINE_S))
    yield told("return", 30, CUE_RETURN)


def differential(ctx: Context) -> Script:
    """Stage 4: what the task does not need may rest; 90 seconds. Who falls easily does it sitting (clinical 8.2)."""
    position = "sitting" if "seated" in ctx.forms else str(ctx.options.get("position") or "sitting")
    yield told("settle", 20, NEEDS[position])
    yield told("cue", 20, NOTICE)
    yield told("release", 30, LOOSEN)
    yield told("return", 20, CARRY_ON)


def rapid(ctx: Context) -> Script:
    """Stage 5: one breath, the word, one look through the body; 30 seconds."""
    yield told("cue", 6, RAPID_BREATH)
    yield told("release", 5, RAPID_WORD)
    yield told("rest", 9, RAPID_SCAN)
    yield told("return", 10, RAPID_END)


def told(kind: str, seconds: float, lines: Lines) -> Timed:
    return Timed("\n".join(text for _, text in lines), seconds, kind, lines=tuple(Line(start, text) for start, text in lines))
