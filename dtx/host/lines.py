"""Lines inside a stretch of time: where each begins, what is heard of it, and whether it has room for its words and some quiet."""

from collections.abc import Iterator
from typing import Any

from dtx.engine.phase import SHORTEST_SILENCE_S, Line, say_seconds, timed_lines
from dtx.engine.steps import share_quiet
from dtx.host.durations import written
from dtx.host.explain import Wrong, clean, listed, quoted, suggestion
from dtx.host.shape import media
from dtx.host.shape import seconds as seconds_of
from dtx.host.shape import text as text_of

KEYS = ("say", "recording")
"""What a line takes that has a recording of its own."""


def room_for(words: str) -> float:
    """Seconds that a line needs: its speaking time and the shortest silence (clinical 0.2)."""
    return say_seconds(words) + SHORTEST_SILENCE_S


def too_short(words: str, seconds: float, path: tuple[int | str, ...]) -> Wrong | None:
    """What is wrong with so much time for these words; they may also fill it to the end."""
    needs = room_for(words)
    if seconds >= needs or seconds == say_seconds(words):
        return None
    length = f"{len(words.split())} words need {written(needs)} with a moment of quiet after them"
    return Wrong(f"{length}, and have {written(seconds)}.", "Give them more time, or use fewer words.", path)


def line_of(at_s: float, value: Any) -> Line:
    """A line from its text, or from `say` with a `recording`. Raises `Wrong`, with the path where it lies deeper."""
    if not isinstance(value, dict):
        return Line(at_s, text_of(value))
    for key in value:
        if key not in KEYS:
            if "say" not in value:  # text with a colon in it, most likely
                return Line(at_s, text_of(value))
            raise Wrong(f"has no use for {quoted(key)}.", suggestion(key, KEYS, f"It knows {listed(KEYS)}."), (key,))
    if "say" not in value:
        raise Wrong("has a 'recording', and no words.", "Write 'say: …' beside it; who hears nothing reads them.", ())
    return Line(at_s, under("say", text_of, value), under("recording", media, value) if "recording" in value else None)


def under(key: str, read: Any, value: dict[str, Any]) -> str:
    try:
        return str(read(value[key]))
    except Wrong as wrong:
        raise Wrong(f"has a '{key}' that {wrong.sentence}", wrong.remedy, (key,)) from None


def placed_lines(lines: dict[str, Any]) -> tuple[Line, ...]:
    """Lines by the second at which each begins. Raises `Wrong`."""
    return tuple(line_of(seconds_of(key), value) for key, value in lines.items())


def listed_lines(lines: Any) -> tuple[Line, ...]:
    return tuple(line_of(0, value) for value in lines)


def lines_for(lines: Any, seconds: float, *, even: bool = False) -> tuple[Line, ...] | tuple[str, ...]:
    """What the engine takes: lines in their places, or texts that it places itself; with recordings they have places already."""
    if isinstance(lines, dict):
        return placed_lines(lines)
    found = listed_lines(lines)
    texts = tuple(line.text for line in found)
    if not any(line.recording for line in found):
        return texts
    places = timed_lines(texts, seconds) if even else share_quiet(texts, seconds)
    return tuple(Line(place.at_s, line.text, line.recording) for place, line in zip(places, found, strict=True))


def line_faults(lines: Any, seconds: float, what: str, *, even: bool = False) -> Iterator[Wrong]:
    """Lines stand in order, begin inside their stretch, and each has room for its words and a moment of quiet.

    `what` ends with their stretch; `even` says that texts without places are spread evenly.
    """
    if isinstance(lines, str):
        yield Wrong(
            "'lines' has to be a list of texts, or texts with the second each begins at.",
            "Write '- ' or '0: ' before the text.",
            ("lines",),
        )
    elif isinstance(lines, dict):
        yield from placed_faults(lines, seconds, what)
    else:
        yield from listed_faults(lines, seconds, even)


def placed_faults(lines: dict[str, Any], seconds: float, what: str) -> Iterator[Wrong]:
    placed: list[tuple[str, Line]] = []
    faulty = False
    for key, value in lines.items():
        try:
            placed.append((key, line_of(seconds_of(key), value)))
        except Wrong as wrong:
            faulty = True
            yield Wrong(f"'{clean(key)[:20]}' {wrong.sentence}", wrong.remedy, ("lines", key, *(wrong.path or ())))
    if faulty:
        return
    ends = [line.at_s for _, line in placed[1:]] + [seconds]
    for (key, line), end in zip(placed, ends, strict=True):
        path = ("lines", key)
        if line.at_s >= seconds:
            yield Wrong(f"this line begins at {written(line.at_s)}, and {what} ends at {written(seconds)}.", "Let it begin earlier.", path)
        elif end <= line.at_s:
            yield Wrong("the line after this one does not begin later.", "Put the lines in the order of their seconds.", path)
        elif short := too_short(line.text, end - line.at_s, path):
            yield short


def listed_faults(lines: Any, seconds: float, even: bool) -> Iterator[Wrong]:
    found: list[Line] = []
    for index, value in enumerate(lines):
        try:
            found.append(line_of(0, value))
        except Wrong as wrong:
            yield Wrong(f"this line {wrong.sentence}", wrong.remedy, ("lines", index, *(wrong.path or ())))
    if len(found) < len(lines) or not found:
        return
    if even:
        starts = [line.at_s for line in timed_lines(tuple(line.text for line in found), seconds)] + [seconds]
        shorts = (too_short(line.text, starts[at + 1] - starts[at], ("lines", at)) for at, line in enumerate(found))
        yield from filter(None, shorts)
    elif (needs := sum(room_for(line.text) for line in found)) > seconds:
        sentence = f"{len(found)} lines need {written(needs)} with a moment of quiet after each, and have {written(seconds)}."
        yield Wrong(sentence, "Give them more time, or use fewer words.", ("lines",))
