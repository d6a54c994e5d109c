"""Home exercise: five routines whose exercises, doses and words are data. Numbers are those of the clinical specification, section 5."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from dtx import Activity, Context, Rate, Ready, Script, hookimpl

from .routine import ROUTINES, Routine, Today, move, today

CUE_SHARE = 2 / 3
"""The part of a change-over that is left for the cue, once the name of the next exercise is said."""

RANGE = "Stay in the comfortable part of the range, and keep breathing. Nothing is forced."
CHOICES = "You can stop, leave one out, or take the easier version at any time."
NONE_LEFT = "Every exercise here is left out for now. You might like another practice today, and a word with your therapist."


@hookimpl
def dtx_activities(plugin: Any) -> Iterator[Activity]:
    for name, routine in ROUTINES.items():
        yield plugin.activity(script_of(routine), name)


def script_of(routine: Routine) -> Callable[[Context], Script]:
    """The script of one routine: words to begin with, then each exercise, with a question about pain where it belongs."""

    def script(ctx: Context) -> Script:
        done = today(routine, ctx)
        if not done:
            yield Ready(NONE_LEFT)
            return
        yield Ready("\n".join(opening(routine, done, ctx)), button="I am ready")
        asks = pain_asked(done)
        for number, one in enumerate(done):
            yield move(one, ctx, routine.transition_s if number else 0, routine.transition_s * CUE_SHARE)
            if number in asks:
                yield pain(one.exercise.id)

    return script


def pain_asked(done: Sequence[Today]) -> frozenset[int]:
    """After which exercises pain is asked: each that strengthens, and the middle one if nothing was asked by then.

    Clinical 5.4 asks during or right after. Asking after every exercise would be up to eight questions for a tired person.
    """
    strengthening = {number for number, one in enumerate(done) if one.exercise.strengthening}
    middle = (len(done) - 1) // 2
    return frozenset(strengthening if any(number <= middle for number in strengthening) else strengthening | {middle})


def pain(exercise: str) -> Rate:
    """The rating whose zone belongs to one exercise."""
    return Rate("How strong is your pain right now?", 0, 10, "no pain", "the worst pain you can imagine", save=f"pain.{exercise}")


def opening(routine: Routine, done: Sequence[Today], ctx: Context) -> Iterator[str]:
    """What to read before the clock starts: what is needed, how to go about it, and the first exercise."""
    if needed := things(done):
        yield "\n- ".join(("You might have ready:", *needed))
    yield RANGE
    yield CHOICES
    if not ctx.previous.count:
        yield how_often(routine)
    for name in unchanged(done, ctx):
        yield f"{name} has no other version, and stays as it is."
    first = done[0].exercise
    yield f"\nFirst: {first.name}. {first.figure}"
    yield " ".join((*first.cues, first.breath, first.care))


def things(done: Sequence[Today]) -> tuple[str, ...]:
    """What is needed, once each: a steady chair without arms is a steady chair, too."""
    named = dict.fromkeys(thing for one in done for thing in one.exercise.equipment)
    return tuple(thing for thing in named if not any(other != thing and other.startswith(thing) for other in named))


def how_often(routine: Routine) -> str:
    days = f"{routine.days_a_week} days a week, with a rest day between, are enough to begin with."
    return f"{days} This one may be done any day." if routine.daily else days


def unchanged(done: Sequence[Today], ctx: Context) -> Iterator[str]:
    """The names of exercises for which a version was asked that there is not."""
    for one in done:
        for way in ("easier", "harder"):
            if one.slot.id in ctx.options.get(way, ()) and one.slot.other(way) == one.slot.id:
                yield one.exercise.name
