"""A script of somebody else's, step by step, with an eye on the clock."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dtx.engine.activity import Script
from dtx.engine.questions import Ask
from dtx.engine.reel import NoStep, Reel
from dtx.engine.steps import Say
from dtx.host import watched as module
from dtx.host.watched import ENDLESS_STEP, watched

ONE, TWO = Say("One.", 5), Say("Two.", 5)


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STEP_S", 0.3)


@pytest.fixture(autouse=True)
def none_left() -> Iterator[None]:
    """A loop that was given up does not go on in the background."""
    yield
    for thread in threading.enumerate():
        if thread.name in ("dtx-script", "dtx-ending"):
            thread.join(5)
            assert not thread.is_alive()


def walked(start: Callable[[], Script], *answers: Any) -> list[object]:
    script, found = watched(start), []
    found.append(next(script))
    for answer in answers:
        found.append(script.send(answer))
    return found


def test_steps_and_answers_pass_as_they_are() -> None:
    heard = []

    def script() -> Script:
        heard.append((yield ONE))
        heard.append((yield Ask("What?", save="what")))
        yield TWO

    assert walked(script, None, "this") == [ONE, Ask("What?", save="what"), TWO]
    assert heard == [None, "this"]
    assert list(watched(script)) == [ONE, Ask("What?", save="what"), TWO]


@pytest.mark.parametrize("error", [ValueError, SystemExit, KeyboardInterrupt, GeneratorExit])
def test_what_it_raises_is_met_where_it_was_asked_for(error: type[BaseException]) -> None:
    def script() -> Script:
        yield ONE
        raise error

    with pytest.raises(error):
        walked(script, None)


def for_ever() -> None:
    while True:
        pass


def in_the_first_step() -> Script:
    for_ever()
    yield ONE


def in_the_factory() -> Script:
    for_ever()
    return iter(())  # type: ignore[return-value]


def behind_a_step() -> Script:
    yield ONE
    for_ever()


def that_does_not_listen_at_once() -> Script:
    yield ONE
    try:
        for_ever()
    except BaseException:
        for_ever()


@pytest.mark.parametrize("start", [in_the_first_step, in_the_factory, behind_a_step, that_does_not_listen_at_once])
def test_a_loop_without_an_end_is_given_up_and_ended(start: Callable[[], Script]) -> None:
    with pytest.raises(NoStep, match="does not come within"):
        walked(start, None)


def test_the_session_that_asked_for_it_goes_on_to_its_end() -> None:
    """Law 10."""
    reel = Reel(lambda: watched(behind_a_step), guest=True)
    assert reel.current.step == ONE
    reel.advance(None)
    assert reel.ended and reel.failure == ENDLESS_STEP
