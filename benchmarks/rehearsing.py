"""What it costs to know a 45-minute script before it runs, against a bare walk over the same generator."""

from collections.abc import Iterator
from time import perf_counter

from benchmarks.measure import Row, interleaved
from dtx import Breathe, Pattern, Rate, Say, Script, Silence
from dtx.engine.rehearsal import rehearse

MINUTES = 45
LINES = 90


def script() -> Script:
    """90 lines with their silences, a question now and then, and breathing in between: 2,700 s."""
    for number in range(LINES):
        if number % 10 == 9:
            yield Rate("How is it now?", save=f"now_{number}")
        yield Say("You might let your attention rest here for a while, or somewhere else.", seconds=10)
        yield Silence(8) if number % 3 else Breathe(Pattern(3, 0, 5), 1)
        yield Silence(12)


def bare_walk() -> int:
    walk, answer, count = script(), None, 0
    try:
        while True:
            step = walk.send(answer)
            answer, count = None, count + (len(step.phases()) if hasattr(step, "phases") else 0)
    except StopIteration:
        return count


def rows() -> Iterator[Row]:
    whole = rehearse(script)
    assert whole.total_s == MINUTES * 60 and whole.failure is None and len(whole.phases) == bare_walk()

    def ours() -> float:
        begin = perf_counter()
        rehearse(script)
        return (perf_counter() - begin) * 1000

    def bare() -> float:
        begin = perf_counter()
        bare_walk()
        return (perf_counter() - begin) * 1000

    mine, theirs = interleaved(25, ours, bare)
    yield Row("rehearse a 45-minute script", mine, "walk its generator bare", theirs, "ms", 5)
