"""What plain mode says before the first question and after the last."""

from collections.abc import Iterator, Sequence

from dtx.care.help import AFTERWARDS, disclaimer
from dtx.engine.record import SessionLog
from dtx.plain.wording import HOW, length

FORM = "It takes as long as you like. It can wait for days: `dtx resume` goes on with it."
PLANNED = "It is part of your plan."
AGAIN = "The help says again what to look out for."
RESUME = "It goes on from where it broke off."


def opening(
    log: SessionLog, cautions: Sequence[str], personal: bool, first: bool, known: bool = False, country: str | None = None
) -> Iterator[str]:
    """How long it takes, what to look out for and which keys there are; the very first time also what dtx is and is not.

    Who has practised it before, as it is now, is told where to hear again what to look out for.
    """
    if first:
        yield disclaimer(country)
    if log.active_s or log.before:
        left = f" {length(max(0.0, log.planned_s - log.active_s))} of {length(log.planned_s)} are left, then a few questions."
        yield RESUME + (left if log.phases_total else "")
    else:
        yield f"It takes {length(log.planned_s)}, with a few questions before and after." if log.phases_total else FORM
        yield from (PLANNED,) if log.plan_item else ()
        yield from ("Before you begin:", *cautions) if cautions and not known else ()
    if personal:
        yield HOW
        yield from (AGAIN,) if cautions else ()


def closing(log: SessionLog) -> Iterator[str]:
    """How it ended, in plain words, what was said about pain, and that one session cannot say why."""
    yield how_it_ended(log)
    yield from ratings(log)
    if log.change is not None:
        yield AFTERWARDS
    yield f"Kept as session {log.session_id[:8]}. `dtx show {log.session_id[:8]}` shows it."


def how_it_ended(log: SessionLog) -> str:
    whole = log.active_s >= 1
    if not log.phases_total and log.status == "completed":
        return "Done."
    paused = f" Pauses took {length(log.paused_s)}." if log.paused_s >= 1 else ""
    match log.status:
        case "completed":
            return f"Done. You practised for {length(log.active_s)}.{paused}"
        case "stopped" if whole:
            return f"You stopped after {length(log.active_s)} of {length(log.planned_s)}. What you did counts.{paused}"
        case "stopped":
            return "You stopped early. That is fine."
        case "failed":
            return (
                f"The activity has a fault and ended after {length(log.active_s)}. You did nothing wrong. Please tell its author.{paused}"
            )
        case _:
            return f"It broke off after {length(log.active_s)}.{paused}"


def ratings(log: SessionLog) -> Iterator[str]:
    for name, words in (("pain", "Pain"), ("relax", "How relaxed")):
        before, after = (side.get(name, {}).get("value") for side in (log.before, log.after))
        if before is not None or after is not None:
            yield f"{words}: before {given(before)}, after {given(after)}."
    if log.felt_worse and log.felt_worse.get("answer") not in (None, "no"):
        yield f"Felt worse: {log.felt_worse['answer'].replace('_', ' ')}."


def given(value: int | None) -> str:
    return "not given" if value is None else str(value)
