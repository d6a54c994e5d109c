"""Lines inside a stretch of time: where each begins, and whether it has room for its words and a moment of quiet."""

from collections.abc import Iterator
from typing import Any

from dtx.engine.phase import SHORTEST_SILENCE_S, Line, say_seconds
from dtx.host.durations import written
from dtx.host.explain import Wrong, clean
from dtx.host.shape import seconds as seconds_of
from dtx.host.shape import text as text_of


def room_for(words: str) -> float:
    """Seconds that a line needs: its speaking time and the shortest silence (clinical 0.2)."""
    return say_seconds(words) + SHORTEST_SILENCE_S


def too_short(words: str, seconds: float, path: tuple[int | str, ...]) -> Wrong | None:
    needs = room_for(words)
    if seconds >= needs:
        return None
    length = f"{len(words.split())} words need {written(needs)} with a moment of quiet after them"
    return Wrong(f"{length}, and have {written(seconds)}.", "Give them more time, or use fewer words.", path)


def lines_of(lines: Any) -> list[tuple[str, Line]]:
    """Lines with their places, each with the key it stood under. Raises `Wrong`."""
    return [(key, Line(seconds_of(key), text_of(words))) for key, words in lines.items()] if isinstance(lines, dict) else []


def texts_of(lines: Any) -> tuple[str, ...]:
    return tuple(text_of(words) for words in lines)


def line_faults(lines: Any, seconds: float) -> Iterator[Wrong]:
    """Lines stand in order, begin inside their stretch, and each has room for its words and a moment of quiet."""
    if isinstance(lines, str):
        yield Wrong(
            "'lines' has to be a list of texts, or texts with the second each begins at.",
            "Write '- ' or '0: ' before the text.",
            ("lines",),
        )
    elif isinstance(lines, dict):
        yield from placed_faults(lines, seconds)
    else:
        yield from listed_faults(lines, seconds)


def placed_faults(lines: dict[str, Any], seconds: float) -> Iterator[Wrong]:
    placed: list[tuple[str, Line]] = []
    faulty = False
    for key, words in lines.items():
        try:
            placed += lines_of({key: words})
        except Wrong as wrong:
            faulty = True
            yield Wrong(f"'{clean(key)[:20]}' {wrong.sentence}", wrong.remedy, ("lines", key))
    if faulty:
        return
    ends = [line.at_s for _, line in placed[1:]] + [seconds]
    for (key, line), end in zip(placed, ends, strict=True):
        path = ("lines", key)
        if line.at_s >= seconds:
            yield Wrong(
                f"this line begins at {written(line.at_s)}, and the section ends at {written(seconds)}.", "Let it begin earlier.", path
            )
        elif end <= line.at_s:
            yield Wrong("the line after this one does not begin later.", "Put the lines in the order of their seconds.", path)
        elif short := too_short(line.text, end - line.at_s, path):
            yield short


def listed_faults(lines: Any, seconds: float) -> Iterator[Wrong]:
    words = []
    for index, one in enumerate(lines):
        try:
            words.append(text_of(one))
        except Wrong as wrong:
            yield Wrong(f"this line {wrong.sentence}", wrong.remedy, ("lines", index))
            return
    if words and (needs := sum(map(room_for, words))) > seconds:
        sentence = f"{len(words)} lines need {written(needs)} with a moment of quiet after each, and have {written(seconds)}."
        yield Wrong(sentence, "Give them more time, or use fewer words.", ("lines",))
