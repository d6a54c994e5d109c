"""Kill -9 at any moment: what a person was told is kept, and the session goes on where it broke."""

import json
import os
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from dtx.care.felt_worse import FELT_WORSE
from dtx.care.ratings import PAIN, RELAX
from dtx.services import Services
from tests.conftest import FULL
from tests.live.journal import Line, journal, phases
from tests.live.practices import write_practices
from tests.live.terminal import Pipes, ready_answers, run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX word")

TOGETHER = 8 if FULL else 4
REPLIES: dict[str, tuple[str, ...]] = {
    PAIN.text: ("6", "4"),
    RELAX.text: ("3", "5"),
    FELT_WORSE.text: ("1",),
    "What is on your mind?": ("Nothing much",),
    "Where are you?": ("2",),
    "How warm is it?": ("7",),
}
"""What is typed at a question, the first and the second time it comes."""
KEPT: dict[str, object] = {"6": 6, "4": 4, "3": 3, "5": 5, "1": "no", "2": "Outside", "7": 7, "Nothing much": "Nothing much"}
ANSWERS = {
    "before.pain": 6,
    "before.relax": 3,
    "after.pain": 4,
    "after.relax": 5,
    "felt_worse": "no",
    "mind": "Nothing much",
    "where": "Outside",
    "warm": 7,
}
HOW_ENDS = ("leave it out.", "leaves it out.", "Enter to go on.")
ANSWERED = ("rated", "answered", "felt_worse")


@dataclass
class Broken:
    """One session and the moment it was killed: some seconds after so many lines were out."""

    activity: str
    options: tuple[str, ...]
    lines: int
    seconds: float
    said: list[str] = field(default_factory=list)
    acknowledged: list[object] = field(default_factory=list)
    journal: list[Line] = field(default_factory=list)

    def __str__(self) -> str:
        said, events = self.said, [(event["kind"], event["step"]) for event in self.journal]
        return f"{self.activity} killed {self.seconds:.3f} s after line {self.lines}, having said {said}; its journal: {events}"


def live_through(broken: Broken, home: Path, plugins: Path) -> None:
    """Run it at its real pace, answer what is asked, and kill it at its moment. `said` and `acknowledged` are what the person saw."""
    options = [word for option in broken.options for word in ("--set", option)]
    times: dict[str, int] = {}
    asked, pending = "", list[object]()
    with Pipes(["--plugins", str(plugins), "run", broken.activity, *options, "--plain"], home) as session:
        timer = Timer(broken.seconds, session.process.kill)
        if broken.lines == 0:
            timer.start()
        try:
            while (line := session.next(90)) is not None:
                broken.acknowledged += pending  # there is a next line, so what was typed before it is taken
                pending.clear()
                if len(session.said) == broken.lines:
                    timer.start()
                if line in REPLIES:
                    asked = line
                if asked and line.endswith(HOW_ENDS):
                    reply = REPLIES[asked][times.get(asked, 0)]
                    times[asked], asked = times.get(asked, 0) + 1, ""
                    if session.type(reply):
                        pending.append(KEPT[reply])
        finally:
            timer.cancel()
        session.end()
        broken.said = session.lines
        assert session.complaint == "", session.complaint


def shown(home: Path) -> dict[str, Any]:
    newest: dict[str, Any] = json.loads(run(["sessions", "--json"], home).stdout)[0]
    return newest


def held_to_its_promises(broken: Broken, home: Path, plugins: Path) -> str:
    """Look at what is left, go on, and look again. Returns where it broke."""
    services = Services(home, folders=[plugins])
    page = services.read(broken.activity, dict(option.split("=") for option in broken.options))
    texts = [phase["text"].splitlines()[0] for phase in page["phases"]]
    broken.journal = before = journal(home)
    answered = [event["value"]["value"] for event in before if event["kind"] in ANSWERED]
    assert answered[: len(broken.acknowledged)] == broken.acknowledged, f"an answer was lost: {broken}"
    begun = sum(any(line.startswith(text) for line in broken.said) for text in dict.fromkeys(texts))
    elapsed = phases(before)
    assert len(elapsed) >= begun - 2, f"more than the phase in flight was lost: {broken}"
    if over := any(event["kind"] == "completed" for event in before):
        assert len(elapsed) == len(texts), str(broken)
    assert services.store.verify() == [] and services.store.check() == [], str(broken)
    sealed = [row.sealed for row in services.store.sessions()]

    answers = ready_answers(home, ANSWERS)
    on = run(["--plugins", str(plugins), "resume", "--plain", "--pace", "fast", "--answers", str(answers)], home)
    after = journal(home)
    if sealed != [False]:
        assert on.returncode == 1 and "no unfinished session" in on.stderr, f"{on} {broken}"
        assert after == before
        assert sealed == [True] or not broken.acknowledged, str(broken)
        services.close()
        return "before it began" if not sealed else "after it ended"
    assert on.returncode == 0, f"{on} {broken}"
    assert after[: len(before)] == before and after[len(before)]["kind"] == "resumed", str(broken)
    assert [event["seq"] for event in after] == list(range(1, len(after) + 1)), str(broken)
    assert len(phases(after)) == len(set(phases(after))) == len(texts), f"{phases(after)} {broken}"
    in_script = [event["step"] for event in after if event["kind"] == "answered"]
    assert [event["value"]["value"] for event in after if event["kind"] in ANSWERED] == expected_answers(in_script), str(broken)
    if follows := after[len(before) + 1 :]:
        first = [*texts, PAIN.text][len(elapsed)] if follows[0]["kind"] == "phase" else follows[0]["value"]["text"]
        said = next(line for line in on.stdout.splitlines() if line in REPLIES or line.startswith(tuple(texts)))
        assert said.startswith(first), f"it went on with {said!r} and not {first!r}: {broken}"
    (record,) = services.logs()
    assert record.status == "completed" and record.phases_done == record.phases_total == len(texts), f"{record} {broken}"
    if not in_script:
        assert record.active_s == record.planned_s == page["total_s"], f"{record} {broken}"
    assert services.store.verify() == [], str(broken)
    services.close()
    if over:
        return "in the closing questions" if follows else "between the last answer and the seal"
    return "in the script" if len(answered) >= 2 else "in the opening questions"


def expected_answers(in_script: Sequence[str]) -> list[object]:
    return [6, 3, *(ANSWERS[name] for name in in_script), 4, 5, "no"]


def some_moments(number: int, lengths: Sequence[tuple[str, float, int]], chance: random.Random) -> list[Broken]:
    """Kills while dtx starts, some time after it spoke, and at the very instant at which a line comes out.

    `lengths` has for each activity about how many seconds and exactly how many lines it takes.
    """
    made: list[Broken] = []
    for turn in range(number):
        activity, length, lines = chance.choice(lengths)
        if turn % 10 == 0:
            made.append(Broken(activity, (), 0, chance.uniform(0.1, 1)))
        elif turn % 10 == 1:
            made.append(Broken("breathing.four78", ("cycles=1",), 1, chance.uniform(0, 60 if FULL else 4)))
        elif turn % 10 == 2:
            made.append(Broken("body_scan.scan", (), 1, chance.uniform(0, 40 if FULL else 4)))
        elif turn % 2:
            made.append(Broken(activity, (), 1, chance.uniform(0, length)))
        else:
            made.append(Broken(activity, (), chance.randint(1, lines), chance.uniform(0, 0.01)))
    return made


def lines_of(activity: str, home: Path, plugins: Path) -> int:
    """How many lines a whole session prints."""
    home.mkdir()
    answers = ready_answers(home, ANSWERS)
    whole = run(["--plugins", str(plugins), "run", activity, "--plain", "--pace", "fast", "--answers", str(answers)], home)
    return len(whole.stdout.splitlines())


@pytest.mark.parametrize("kills", [5, pytest.param(200, marks=pytest.mark.slow)])
def test_what_was_acknowledged_is_kept_and_the_session_goes_on_at_its_phase(
    kills: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An answer is on disk before the next line is out; at most the phase in flight begins again; the chain is whole."""
    seed = random.SystemRandom().randrange(1_000_000)
    plugins = write_practices(tmp_path / "plugins")

    def one(numbered: tuple[int, Broken]) -> str:
        number, broken = numbered
        home = tmp_path / str(number)
        live_through(broken, home, plugins)
        try:
            return held_to_its_promises(broken, home, plugins)
        except AssertionError as wrong:
            raise AssertionError(f"seed {seed}, kill {number}: {wrong}") from wrong

    lengths = [
        (name, seconds, lines_of(name, tmp_path / name, plugins)) for name, seconds in (("asking.asking", 3.0), ("spoken.spoken", 5.0))
    ]
    with ThreadPoolExecutor(TOGETHER) as pool:
        places = list(pool.map(one, enumerate(some_moments(kills, lengths, random.Random(seed)))))
    with capsys.disabled():
        print(f"\n{kills} kills: " + ", ".join(f"{places.count(place)} {place}" for place in sorted(set(places))))
    assert places.count("in the script") >= kills // 10


def broken_off(home: Path, plugins: Path) -> Broken:
    broken = Broken("spoken.spoken", (), 13, 0.0)
    live_through(broken, home, plugins)
    return broken


def later(minutes: float) -> str:
    return (datetime.now().astimezone() + timedelta(minutes=minutes)).isoformat(timespec="seconds")


def test_after_half_an_hour_it_is_closed_with_all_it_had(tmp_path: Path) -> None:
    """Resume says so in one sentence and with code 1; the record is `interrupted`; nothing that was there is gone."""
    home, plugins = tmp_path / "home", write_practices(tmp_path / "plugins")
    broken_off(home, plugins)
    before = journal(home)
    resume = ["--plugins", str(plugins), "resume", "--plain", "--pace", "fast", "--at"]
    late = run([*resume, later(31)], home)
    assert late.returncode == 1 and "30 minutes" in late.stderr and len(late.stderr.splitlines()) == 1
    after = journal(home)
    assert after[: len(before)] == before and [event["kind"] for event in after[len(before) :]] == ["interrupted"]
    record = shown(home)
    assert record["status"] == "interrupted" and record["before"]["pain"]["value"] == 6
    assert record["phases_done"] == len(phases(before)) and record["ended_at"] == before[-1]["at"]
    again = run([*resume, later(32)], home)
    assert again.returncode == 1 and "no unfinished session" in again.stderr


def test_within_half_an_hour_it_goes_on(tmp_path: Path) -> None:
    home, plugins = tmp_path / "home", write_practices(tmp_path / "plugins")
    broken_off(home, plugins)
    on = run(["--plugins", str(plugins), "resume", "--plain", "--pace", "fast", "--at", later(29)], home)
    assert on.returncode == 0 and shown(home)["status"] == "completed"


def test_a_new_session_closes_what_broke_off_and_spares_what_is_live(tmp_path: Path) -> None:
    """A session that goes on in another process is left alone; it ends as it would have."""
    home, plugins = tmp_path / "home", write_practices(tmp_path / "plugins")
    broken_off(home, plugins)
    quick = ["--plugins", str(plugins), "run", "spoken.spoken", "--plain", "--pace", "fast"]
    with Pipes(["--plugins", str(plugins), "run", "spoken.spoken", "--plain"], home) as live:
        live.hear(PAIN.text)
        assert sorted(str(one["status"]) for one in json.loads(run(["sessions", "--json"], home).stdout)) == ["None", "interrupted"]
        assert run(quick, home).returncode == 0
        refused = run(["--plugins", str(plugins), "resume", "--plain", "--pace", "fast"], home)
        assert refused.returncode == 1 and "no unfinished session" in refused.stderr
        live.type("6")
        for words in (RELAX.text, PAIN.text, RELAX.text, FELT_WORSE.text):
            live.hear(words)
            live.type("1")
        assert live.end() == 0
    statuses = sorted(one["status"] for one in json.loads(run(["sessions", "--json"], home).stdout))
    assert statuses == ["completed", "completed", "interrupted"]
