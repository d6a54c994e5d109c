"""On time: on the terminal, at the end of a session, and after ten minutes. Only with DTX_FULL=1; each test prints what it measured."""

import os
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from statistics import median

import pytest

from benchmarks.answering import BUDGET_MS, answered
from benchmarks.lateness import busy
from benchmarks.measure import percentile
from benchmarks.practice import FILE
from tests.live.journal import Line, journal, of_kind
from tests.live.terminal import Window
from tests.live.timing import begin, breaths_shown, told

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="a pty is a POSIX thing")]

CHANGES, BREATH_S = 80, 4
"""Breaths as quick as are offered."""
MANY, EACH_S = 1900, 0.32
"""Steps of ten minutes and a little: a script may have 2,000."""

WORK_S = 0.003
"""What a naive loop does for each phase, as a repaint would."""


def plugin(home: Path, breathe: str) -> list[str]:
    """An activity of some quiet and then so many breaths. Returns the words that run it."""
    folder = home / "plugins" / "measured"
    folder.mkdir(parents=True)
    steps = FILE[: FILE.index("  - breathe:")] + breathe
    (folder / "plugin.yaml").write_text(steps, encoding="utf-8")
    return ["run", "measured.measured", "--mute"]


def began(events: Sequence[Line]) -> float:
    """The wall time at which the script began: the last answer before it, to the millisecond."""
    (answer,) = (event for event in of_kind(events, "rated") if event["step"] == "before.relax")
    return stamp(answer)


def stamp(event: Line) -> float:
    return datetime.fromisoformat(event["at"]).timestamp()


def late_ms(events: Sequence[Line]) -> list[float]:
    """How late each phase ended by the journal, against the plan."""
    start = began(events)
    return [(stamp(event) - start - event["t"]) * 1000 for event in of_kind(events, "phase")]


@pytest.mark.alone
@pytest.mark.parametrize(("spinning", "most_ms"), [(False, 20), (True, 60)], ids=["idle", "busy"])
def test_phase_changes_reach_the_terminal_on_time(
    spinning: bool, most_ms: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the planned moment, by the journal's own times, to the bytes that put the word on the screen."""
    words = plugin(tmp_path, f"  - breathe: 2-2\n    times: {CHANGES // 2}\n")
    with ExitStack() as stack:
        window = stack.enter_context(Window(words, tmp_path))
        wall = time.time() - window.now
        begin(window)
        window.see("Breath 1")
        if spinning:
            busy(stack)
        came = [wall + at for at in breaths_shown(window.only_read(CHANGES / 2 * BREATH_S - 1))]
    events = journal(tmp_path)
    ends = [began(events) + event["t"] for event in of_kind(events, "phase")]
    late = [(at - min(ends, key=lambda end: abs(end - at))) * 1000 for at in came]
    where = "every core busy" if spinning else "idle"
    told(capsys, f"late on the terminal, {where}", late)
    told(capsys, f"late by the journal, {where}", late_ms(events))
    assert len(late) >= CHANGES - 5
    assert percentile(late, 95) < most_ms


@pytest.mark.alone
def test_a_key_is_answered_at_once_while_a_session_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Window(plugin(tmp_path, "  - breathe: 4-4\n    times: 30\n"), tmp_path) as window:
        begin(window)
        window.see("Breath 1")
        window.drawn = False
        late = answered(window)
    told(capsys, "a key while the picture moves", late)
    assert percentile(late, 95) < BUDGET_MS


def lived(options: Sequence[str], home: Path, seconds: float, late: list[float], records: list[Line]) -> None:
    """One whole session in a window; how late it ended goes into `late`, in milliseconds."""
    with Window(["run", "breathing.coherent_46", "--mute", *options], home) as window:
        begin(window)
        window.drawn = False
        window.run(seconds + 3)
    (completed,) = of_kind(journal(home), "completed")
    late.append((stamp(completed) - began(journal(home)) - seconds) * 1000)
    records.append(completed)


@pytest.mark.parametrize(("spinning", "most_ms"), [(False, 50), (True, 250)], ids=["idle", "busy"])
def test_a_session_ends_when_it_was_planned_to(spinning: bool, most_ms: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One of five minutes, and meanwhile four times four of 70 s: active time to the millisecond, and the wall clock agrees."""
    late: list[float] = []
    records: list[Line] = []
    with ExitStack() as stack:
        if spinning:
            busy(stack)
        long = threading.Thread(target=lived, args=([], tmp_path / "long", 300, late, records))
        long.start()
        for turn in range(4):
            short = [
                threading.Thread(target=lived, args=(["--set", "cycles=1"], tmp_path / f"{turn}-{number}", 70, late, records))
                for number in range(4)
            ]
            for thread in short:
                thread.start()
            for thread in short:
                thread.join()
        long.join()
    told(capsys, f"end of a session against the plan, {'every core busy' if spinning else 'idle'}", late)
    assert sorted(record["t"] for record in records) == [70.0] * 16 + [300.0]
    assert percentile([abs(one) for one in late], 95) < most_ms


def test_ten_minutes_do_not_drift(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """1,900 phases of 0.32 s in the app, and a loop that sleeps for each of them, in the same ten minutes."""
    words = plugin(tmp_path, "  - repeat: 100\n    steps:\n" + f"      - timed: One.\n        for: {EACH_S} s\n" * (MANY // 100))
    naive: list[float] = []

    def sleeping() -> None:
        start = time.perf_counter()
        for _ in range(MANY):
            time.sleep(EACH_S)
            end = time.perf_counter() + WORK_S
            while time.perf_counter() < end:
                pass
        naive.append((time.perf_counter() - start - MANY * EACH_S) * 1000)

    with Window(words, tmp_path) as window:
        begin(window)
        window.drawn = False
        thread = threading.Thread(target=sleeping)
        thread.start()
        window.run(MANY * EACH_S + 3)
        thread.join()
    late = late_ms(journal(tmp_path))
    drift = median(late[-20:]) - median(late[:20])
    told(capsys, f"phases of {EACH_S} s for ten minutes, by the journal", late)
    with capsys.disabled():
        print(f"drift {drift:.2f} ms, a sleeping loop's {naive[0]:.0f} ms, ratio {abs(drift) / naive[0]:.5f}")
    assert len(late) == MANY + 1
    assert abs(drift) < 20
    assert abs(drift) < 0.005 * naive[0]
