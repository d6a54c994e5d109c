"""What plain mode says: whole sentences, one line each, that read well aloud."""

from collections.abc import Iterator, Mapping

from dtx.care.brief import letters
from dtx.engine.phase import Phase
from dtx.engine.questions import Choose, Question, Rate, Ready, Several
from dtx.engine.steps import Move
from dtx.engine.view import View
from dtx.language import _, _n, plain

KEYS = {
    "p": "pause",
    "s": "stop",
    "b": "back",
    "n": "next",
    "e": "ease",
    "?": "help",
    "+": "louder",
    "-": "softer",
    "m": "mute",
    "a": "again",
    "l": "later",
    "w": "warnings",
}
HOW = _("At any time type a letter and Enter: p pause, s stop, b back, n next. A question mark gives help.")
HELP = (
    _("p and Enter: pause, and the same again to go on."),
    _("s and Enter: stop at once. You need no reason, and what you did counts."),
    _("b and Enter: back to the last thing."),
    _("n and Enter: on to the next thing."),
    _("e and Enter: an easier way, where the practice has one."),
    _("+ and Enter: louder. - and Enter: softer. m and Enter: no sound, or sound again."),
    _("Questions wait for as long as you like. Enter alone leaves one out."),
)
LATER = _("l and Enter: put it away for another day. What you wrote stays.")
PUT_AWAY = _("Put away as it is. `dtx resume` goes on with it, today or another day.")
HELD = _("Paused. Enter goes on, s and Enter stops.")
AWAY = _("Paused, because nothing could guide you for a while. Enter goes on, s and Enter stops.")
SOUND_AGAIN = _("Enter goes on without sound. a and Enter tries the sound again.")
EASED = _("It is made easier.")
NO_EASIER = _("There is no easier way here. n goes on, s stops, and both are fine.")
PICTURE = _("There is a picture: {}")
"""Followed by what it shows."""
DONE = _("Press Enter when you are done.")
LEAVES_OUT = _("Enter alone leaves it out.")
WAITS = _("Questions wait for as long as you like.")
AT_THE_BEGINNING = _("This is the beginning; there is nothing to go back to.")

EXAMPLE = {"x": "example"}
"""One more key, where a question has a worked example."""
HAS_EXAMPLE = _("x and Enter shows an example.")

GO_ON = Ready("").button

SIDES: Mapping[str | int, str] = {"left": _("left side"), "right": _("right side")}

BREAKS = ("rest", "switch", "transition")


def spoken(view: View) -> str:
    """What a phase says when it begins, or its latest line. Quiet says nothing."""
    phase = view.phase
    if view.paused is not None:
        return AWAY if view.paused == "gap" else HELD
    if phase is None or phase.kind == "silence":
        return ""
    if phase.waits:
        return f"{view.caption} {DONE}"
    if phase.kind in BREAKS and not phase.lines:
        return f"{ended(view.caption)} {length(phase.seconds)}.{upcoming(view.coming)}"
    if phase.kind == "lift" and isinstance(view.step, Move) and "rep" in phase.at:
        return counted(phase, view.step)
    if phase.swell is not None:
        later = phase.lines and view.caption != phase.lines[0].text  # its length has been said
        if later:
            return view.caption
        # behind a whole sentence a bare number says nothing; behind one word it is the breath's own count
        return f"{view.caption} {length(phase.seconds)}." if view.caption.endswith(".") else f"{view.caption} {plain(phase.seconds)}"
    if phase.kind == "timed" and not phase.lines:
        return f"{ended(view.caption)} {length(phase.seconds)}."
    return view.caption


def counted(phase: Phase, step: Move) -> str:
    """One repetition: the number of it, with the exercise's name at the first and the side where it may be the other one now."""
    move = step.easier if step.easier is not None and phase.at.get("exercise") == step.easier.exercise else step
    sided = "side" in phase.at and (phase.at["rep"] == 1 or move.side == "alternate")
    number = _("{number} of {all}").format(number=phase.at["rep"], all=move.reps) + (f", {SIDES[phase.at['side']]}" if sided else "")
    if phase.at["rep"] != 1:
        return number
    return f"{phase.text} {number}" if ended(phase.text) == phase.text else f"{phase.text}: {number}"


def upcoming(phase: Phase | None) -> str:
    return " " + _("Then: {words}").format(words=phase.text) if phase is not None and phase.text else ""


def ended(text: str) -> str:
    """The text as a sentence of its own."""
    return text if text.endswith((".", "!", "?", ":", "…")) else f"{text}."


def asked(question: Question) -> Iterator[str]:
    """A question with how to answer it, one line each."""
    yield question.text
    if question.figure is not None:
        yield PICTURE.format(question.figure.alt)
    if isinstance(question, Rate):
        number = _("A number from {low} to {high} in steps of {step}.") if question.step > 1 else _("A number from {low} to {high}.")
        number = number.format(low=question.low, high=question.high, step=question.step)
        yield f"{number}{scale(question)} {LEAVES_OUT}"
    elif isinstance(question, Choose) and (keys := letters(question)):
        ways = _(" or ").join(f"{key} ({option})" for key, option in zip(keys, question.options, strict=True))
        yield _("Type {letters} and Enter, or Enter alone to leave it out.").format(letters=ways)
    elif isinstance(question, Choose):
        yield from numbered(question.options)
        yield _("Type its number, or Enter alone to leave it out.")
    elif isinstance(question, Several):
        yield from numbered(question.options)
        own = _("Type one or more numbers or words of your own with commas between, or Enter alone to leave it out.")
        yield own if question.own else _("Type one or more numbers with commas between, or Enter alone to leave it out.")
    elif isinstance(question, Ready):
        yield _("Enter goes on.") if question.button == GO_ON else _("Enter: {what}").format(what=ended(question.button))
    else:
        yield _("One line of words, or Enter alone to leave it out.")


def example_of(question: Question) -> str:
    return "" if isinstance(question, Ready) else question.example


def keys_for(question: Question) -> Mapping[str, str]:
    """The letters that are commands while this is asked."""
    keys = {key: command for key, command in KEYS.items() if key not in letters(question)}
    return keys | EXAMPLE if example_of(question) else keys


def scale(question: Rate) -> str:
    """What the ends of a scale mean."""
    ends = ((question.low, question.low_label), (question.high, question.high_label))
    words = [_("{number} is {label}").format(number=number, label=label) for number, label in ends if label]
    return f" {', '.join(words)}." if words else ""


def numbered(options: tuple[str, ...]) -> Iterator[str]:
    return (f"{number}. {option}" for number, option in enumerate(options, 1))


def length(seconds: float) -> str:
    """A length of time in words: `5 minutes`, `1 minute 30 seconds`."""
    minutes, rest = divmod(round(seconds), 60) if seconds >= 1 else (0, round(seconds, 1))
    parts = [_n("{n} minute", "{n} minutes", minutes).format(n=minutes)] if minutes else []
    if rest:
        parts.append(_n("{n} second", "{n} seconds", 1 if rest == 1 else 2).format(n=plain(rest)))
    return " ".join(parts) or _("no time")


def begins_with_n(question: Question) -> bool:
    """Whether `n` may have been meant as an answer, such as No."""
    return any(option.casefold().startswith("n") for option in getattr(question, "options", ()))
