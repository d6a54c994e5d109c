"""What plain mode says before the first question and after the last."""

from collections.abc import Iterator, Sequence

from dtx.care.help import AFTERWARDS, disclaimer
from dtx.engine.record import SessionLog
from dtx.language import _
from dtx.plain.wording import HOW, length

FORM = _("It takes as long as you like. It can wait for days: `dtx resume` goes on with it.")
PLANNED = _("It is part of your plan.")
AGAIN = _("The help says again what to look out for.")
RESUME = _("It goes on from where it broke off.")


WORSE = {"a_little": _("a little"), "a_lot": _("a lot"), "not_sure": _("not sure")}


def opening(
    log: SessionLog, cautions: Sequence[str], personal: bool, first: bool, known: bool = False, country: str | None = None
) -> Iterator[str]:
    """How long it takes, what to look out for and which keys there are; the very first time also what dtx is and is not.

    Who has practised it before, as it is now, is told where to hear again what to look out for.
    """
    if first:
        yield disclaimer(country)
    if log.active_s or log.before:
        left = _("{left} of {planned} are left, then a few questions.").format(
            left=length(max(0.0, log.planned_s - log.active_s)), planned=length(log.planned_s)
        )
        yield f"{RESUME} {left}" if log.phases_total else RESUME
    else:
        yield (
            _("It takes {length}, with a few questions before and after.").format(length=length(log.planned_s))
            if log.phases_total
            else FORM
        )
        yield from (PLANNED,) if log.plan_item else ()
        yield from (_("Before you begin:"), *cautions) if cautions and not known else ()
    if personal:
        yield HOW
        yield from (AGAIN,) if cautions else ()


def closing(log: SessionLog) -> Iterator[str]:
    """How it ended, in plain words, what was said about pain, and that one session cannot say why."""
    yield how_it_ended(log)
    yield from ratings(log)
    if log.change is not None:
        yield AFTERWARDS
    yield _("Kept as session {id}. `dtx show {id}` shows it.").format(id=log.session_id[:8])


def how_it_ended(log: SessionLog) -> str:
    whole = log.active_s >= 1
    if not log.phases_total and log.status == "completed":
        return _("Done.")
    paused = " " + _("Pauses took {length}.").format(length=length(log.paused_s)) if log.paused_s >= 1 else ""
    active, planned = length(log.active_s), length(log.planned_s)
    match log.status:
        case "completed":
            return _("Done. You practised for {active}.").format(active=active) + paused
        case "stopped" if whole:
            return _("You stopped after {active} of {planned}. What you did counts.").format(active=active, planned=planned) + paused
        case "stopped":
            return _("You stopped early. That is fine.")
        case "failed":
            fault = _("The activity has a fault and ended after {active}. You did nothing wrong. Please tell its author.")
            return fault.format(active=active) + paused
        case _:
            return _("It broke off after {active}.").format(active=active) + paused


def ratings(log: SessionLog) -> Iterator[str]:
    """The numbers that were asked for; a side on which nobody asked is not spoken of."""
    for name, words in (("pain", _("Pain")), ("relax", _("How relaxed"))):
        before, after = log.before.get(name), log.after.get(name)
        said = {side: given(asked.get("value")) for side, asked in (("before", before), ("after", after)) if asked is not None}
        if all(asked is None or asked.get("value") is None for asked in (before, after)):
            continue
        if before is None:
            yield _("{what}: after {after}.").format(what=words, **said)
        elif after is None:
            yield _("{what}: before {before}.").format(what=words, **said)
        else:
            yield _("{what}: before {before}, after {after}.").format(what=words, **said)
    if log.felt_worse and log.felt_worse.get("answer") not in (None, "no"):
        answer = log.felt_worse["answer"]
        yield _("Felt worse: {how}.").format(how=WORSE.get(answer, answer.replace("_", " ")))


def given(value: int | None) -> str:
    return _("not given") if value is None else str(value)
