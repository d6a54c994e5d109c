"""Guided breathing: every pattern is a row of one table. Numbers and words are those of the clinical specification, section 1."""

from collections.abc import Callable, Iterator
from math import ceil, floor
from typing import Any, NamedTuple

from dtx import Activity, Breathe, Context, Line, Pattern, Script, Timed, hookimpl


class Breath(NamedTuple):
    """One row: the pattern, its easier form (None is without a pace), the longest practice in minutes, and how it is done."""

    full: Pattern
    starter: Pattern | None
    most_minutes: int | None
    how: str = ""


BELLY = "One hand on the belly, one on the chest. Let the lower hand do most of the moving."  # 1.3
LIPS = "Breathe in through the nose. Let the air out softly through pursed lips, as if cooling soup."  # technique of 1.1

# Seconds in, hold, out, rest on empty; the starter forms; the limits in minutes: all from table 1.2.
BREATHS = {
    "coherent_46": Breath(Pattern(4, 0, 6), Pattern(3, 0, 4), 20),
    "coherent_55": Breath(Pattern(5, 0, 5), Pattern(4, 0, 4), 20),
    "extended_48": Breath(Pattern(4, 0, 8), Pattern(3, 0, 6), 10),
    "box_4444": Breath(Pattern(4, 4, 4, 4), Pattern(3, 3, 3, 3), 5),
    "four78": Breath(Pattern(4, 7, 8), Pattern(2, 3.5, 4), None),
    "sigh": Breath(Pattern(3, 0, 8, top_up=1), Pattern(2, 0, 6, top_up=1), 5),
    "belly": Breath(Pattern(3, 0, 4, 1), None, 10, BELLY),
    "pursed_24": Breath(Pattern(2, 0, 4), None, 5, LIPS),
}

# 1.4: seconds in and out of the person's own pace, from the fastest to the slowest.
LEVELS = {
    "L0": Pattern(2, 0, 4),
    "L1": Pattern(3, 0, 4),
    "L2": Pattern(3, 0, 5),
    "L3": Pattern(4, 0, 5),
    "L4": Pattern(4, 0, 6),
    "L5": Pattern(4.5, 0, 6.5),
    "L6": Pattern(5, 0, 7),
}
FIRST_LEVEL = "L1"

RAMP = ((4, Pattern(3, 0, 4)), (4, Pattern(3.5, 0, 4.5)), (4, Pattern(3.5, 0, 5.5)))  # 1.4: 28 + 32 + 36 = 96 s

SETTLE_S = END_MIN_S = 30  # 1.3
SETTLE = (
    "Sit or lie so your back is supported. Let the shoulders and belly be soft.",
    "Breathe in through the nose if you can. Smaller is better than bigger.",
    "Follow the guide only as far as it is easy. You can drop out and rejoin at any breath.",
)
END = (
    "Let the guide go and breathe any way you like.",
    "Notice three things you can hear or see.",
    "Move slowly; stand up only when you feel steady.",
)
WORDS_PER_SECOND = 2  # 0.2
EVERY_S = 10  # three groups of sentences in 30 s

FOUR78_FIRST, FOUR78_LATER = 4, 8  # 1.2: breaths in a row in the first 28 days of use, and after them
FIRST_DAYS = 28

OWN_PACE = {
    "belly": (BELLY, "There is no guide to follow here. Let each breath come in its own time."),
    "pursed_24": (LIPS, "Go at your own pace. Let the out-breath be a little longer than the in-breath."),
}
SECOND_LINE_S = 15
PLANNED_MINUTES = 5


@hookimpl
def dtx_activities(plugin: Any) -> Iterator[Activity]:
    for name in BREATHS:
        yield plugin.activity(script_of(name), name)


def script_of(name: str) -> Callable[[Context], Script]:
    """The script of one pattern: settle, breathe, end."""

    def script(ctx: Context) -> Script:
        breath = BREATHS[name]
        pattern = pattern_for(breath, ctx)
        paced = pattern or breath.full  # without a pace, the pattern still says how long so many breaths would take
        ramp = tuple(step for step in RAMP if step[1].seconds < paced.seconds) if ctx.options.get("ramp") else ()
        wanted = ctx.options.get("cycles") or (FOUR78_FIRST if breath.most_minutes is None else None)
        most = most_cycles(breath, paced, ctx)
        note = limit_note(name, most) if wanted and wanted > most else ""
        if wanted:
            ramp = shortened(ramp, min(wanted, most))
            cycles, spare_s = min(wanted, most) - sum(count for count, _ in ramp), 0.0
        else:
            room_s = (ctx.options.get("minutes") or PLANNED_MINUTES) * 60 - SETTLE_S - END_MIN_S - seconds_of(ramp)
            cycles = floor(room_s / paced.seconds)
            spare_s = room_s - cycles * paced.seconds

        first, second, third = SETTLE
        how = breath.how if pattern else ""  # it says more of the same, and four groups would be too much for 30 s
        follow = (third,) if pattern else ()  # where there is no guide, there is none to follow, or to let go
        yield guided("settle", SETTLE_S, (first, how or second, *follow, *filter(None, [note])))
        if pattern:
            yield Breathe(pattern, cycles, ramp, quicker(name, pattern))
            yield guided("end", END_MIN_S + spare_s, END)
        else:
            seconds = cycles * paced.seconds + spare_s
            spread = (Line(i * SECOND_LINE_S, text) for i, text in enumerate(OWN_PACE[name]))
            lines = tuple(line for line in spread if line.at_s < seconds)
            yield Timed("\n".join(line.text for line in lines), seconds, lines=lines)
            yield guided("end", END_MIN_S, END[1:])

    return script


def pattern_for(breath: Breath, ctx: Context) -> Pattern | None:
    """The pattern the options ask for, or None where the person breathes without a pace."""
    if ctx.options.get("pace") == "mine" or ctx.options.get("level"):
        level = ctx.options.get("level") or ctx.previous.saved.get("level")
        return LEVELS.get(str(level), LEVELS[FIRST_LEVEL])
    return breath.starter if ctx.options.get("form") == "starter" else breath.full


def quicker(name: str, pattern: Pattern) -> tuple[Pattern, ...]:
    """Where "Too slow" leads: for the even breath one level after the other (1.4), elsewhere to the easier form."""
    starter = BREATHS[name].starter
    others = reversed(LEVELS.values()) if name == "coherent_46" else [starter] if starter else []
    return tuple(other for other in others if other.seconds < pattern.seconds)


def most_cycles(breath: Breath, pattern: Pattern, ctx: Context) -> int:
    """The most breaths in one practice: by time, and for 4-7-8 by how long the person has known it."""
    if breath.most_minutes is not None:
        return floor((breath.most_minutes * 60 - SETTLE_S - END_MIN_S) / pattern.seconds)
    first = ctx.previous.first_day
    known = first is not None and (ctx.today - first).days >= FIRST_DAYS  # day 29, when the first day counts as day 1
    return FOUR78_LATER if known else FOUR78_FIRST


def limit_note(name: str, most: int) -> str:
    """Tells the person that there are fewer breaths than they asked for."""
    if name == "four78":
        return f"In the first four weeks, {most} breaths are enough."
    return f"This practice has {most} breaths, the most that are offered in one go."


def shortened(ramp: tuple[tuple[int, Pattern], ...], cycles: int) -> tuple[tuple[int, Pattern], ...]:
    """As much of the ramp as so many breaths have room for."""
    kept = []
    for count, pattern in ramp:
        if cycles > 0:
            kept.append((min(count, cycles), pattern))
            cycles -= count
    return tuple(kept)


def seconds_of(ramp: tuple[tuple[int, Pattern], ...]) -> float:
    return sum(count * pattern.seconds for count, pattern in ramp)


def guided(kind: str, seconds: float, texts: tuple[str, ...]) -> Timed:
    """Words over some seconds: one group every ten, or, when there are more, one after the other with equal pauses."""
    says = [ceil(len(text.split()) / WORDS_PER_SECOND) for text in texts]
    if len(texts) * EVERY_S <= seconds:
        starts = [float(i * EVERY_S) for i in range(len(texts))]
    else:
        pause = max(0.0, seconds - sum(says)) // len(texts)
        starts = [float(sum(says[:i]) + i * pause) for i in range(len(texts))]
    return Timed("\n".join(texts), seconds, kind, lines=tuple(Line(start, text) for start, text in zip(starts, texts, strict=True)))
