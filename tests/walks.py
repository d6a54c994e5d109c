"""Seven people on their way to the first guided breath, on a real pseudo-terminal: `python -m tests.walks [FOLDER]`.

It prints a row for each: how many keys, and how many seconds until a guide begins and until the first breath in. With a folder it
makes a picture of a page on the way of each instead.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from dtx.care.brief import ACTIVITY
from dtx.care.flags import FLAGS
from dtx.services import Services
from dtx.tui.picture import without_links
from dtx.tui.theme import DARK, LIGHT
from tests.cli.terminal import Terminal
from tests.evenings import EVENING, Evening
from tests.tui.pictures import as_png
from tests.tui.rooms import Home
from tests.tui.tour import opened, press

SETTLING, IN = "Sit or lie so your back is supported.", "In"


@dataclass(frozen=True)
class Person:
    """`known`: has practised before, and answered the gate within 12 hours. `walk` leads up to where the guide begins."""

    name: str
    words: tuple[str, ...]
    walk: Callable[[Terminal], None]
    known: bool = True
    size: tuple[int, int] = (80, 24)
    environment: tuple[tuple[str, str], ...] = ()


def one_key(person: Terminal) -> None:
    """Space, then how strong the pain is."""
    person.until("Breathe")
    person.type(" ")
    person.until("How strong is your pain right now?")
    person.type("7")
    person.until("7")
    person.type("\r")


def newcomer(person: Terminal) -> None:
    """What dtx is, ten questions, what to look out for, the sound, and the pain."""
    person.until("Breathe")
    person.type(" ")
    person.until("What this is, and is not")
    person.type("\r")
    for number in range(1, 11):
        person.until(f"{number} of 10")
        person.type("2\r")
    person.until("Before you begin:")
    person.type("\r")
    person.until("Can you hear a soft sound?")
    person.type("\r")
    person.until("How strong is your pain right now?")
    person.type("7\r")


def line_by_line(person: Terminal) -> None:
    person.until("Type a number and Enter")
    person.type("b\n")
    person.until("A number from 0 to 10.")
    person.type("7\n")


def from_the_list(person: Terminal) -> None:
    """Down to the first breath in the list, and as it is."""
    person.until("Even breath 4-6")
    person.type("\x1b[B", 1)
    person.until("In for four seconds")
    person.type("\r")
    person.until("Begin")
    person.type("\r")
    person.until("How strong is your pain right now?")
    person.type("7\r")
    person.until("How relaxed")
    person.type("r")


PEOPLE = (
    Person("at 3 a.m. in a flare", (), one_key),
    Person("with a tremor", (), one_key, size=(60, 16)),
    Person("who forgets what the last screen said", (), from_the_list),
    Person("blind", (), line_by_line, environment=(("ACCESSIBLE", "1"),)),
    Person("deaf", (), one_key),
    Person("on a slow laptop over ssh", (), one_key, size=(40, 15), environment=(("TEXTUAL_ANIMATIONS", "none"),)),
    Person("new, with a therapist beside them", (), newcomer, known=False),
)


def furnished(home: Path) -> None:
    """A session this afternoon, and the gate's answers."""
    with Evening.at(home, EVENING) as evening:
        evening.services.refresh()
    services = Services(home)
    services.refresh()
    services.set_profile({f"flag.{flag}": "no" for flag in FLAGS})
    practice = services.begin(ACTIVITY, {"minutes": "2"})
    while practice.question is not None:
        practice.decline(practice.now())
    practice.stop(practice.now(), "time")
    while practice.question is not None:
        practice.decline(practice.now())
    practice.close()
    services.close()


def go(one: Person, *, breath: bool) -> tuple[int, float, float | None]:
    """Keys, seconds until the guide begins, and with `breath` until the first breath in."""
    with tempfile.TemporaryDirectory() as place:
        if one.known:
            furnished(Path(place))
        with Terminal(*one.words, size=one.size, DTX_HOME=place, **dict(one.environment)) as person:
            one.walk(person)
            person.until(SETTLING.split(".", maxsplit=1)[0][:24])
            guided, keys, breathing = person.seconds, person.keys, None
            if breath:
                person.raw, person._seen = b"", 0
                person.until(f"{IN} " if "ACCESSIBLE" in dict(one.environment) else "Out", 45)  # what comes next is said as a breath begins
                breathing = person.seconds
            person.type("s\n" if "ACCESSIBLE" in dict(one.environment) else "\x1b", 0)
            return keys, guided, breathing


# -- pictures


@contextmanager
def lived_in(hour: int = 20) -> Iterator[Home]:
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        home = Home(Path(place), patch)
        try:
            home.bundled("breathing")
            home.bundled("body_scan")
            home.practised(ACTIVITY, EVENING - timedelta(hours=3), before__pain=6, after__pain=5)
            home.evening.clock.move_to(home.evening.clock.now + (hour - 20) % 24 * 3600)
            yield home
        finally:
            home.close()


async def picture(folder: Path, name: str, keys: tuple[str, ...], size: tuple[int, int], theme: str, hour: int = 20) -> None:
    with lived_in(hour) as home:
        async with opened(home, size, theme) as (app, pilot):
            await press(pilot, *keys)
            drawn = folder / f"{name}.svg"
            drawn.write_text(without_links(app.export_screenshot(title="dtx")), "utf-8")
            list(as_png([drawn]))


PICTURES = (
    ("flare", ("space",), (80, 24), LIGHT, 23),
    ("tremor", ("space", "7"), (60, 16), DARK, 20),
    ("forgets", (), (80, 24), DARK, 20),
    ("deaf", ("space", "7", "enter"), (80, 24), LIGHT, 20),
    ("ssh", (), (40, 15), DARK, 20),
    ("therapist", ("down", "down", "enter"), (80, 24), LIGHT, 20),
)


def main() -> None:
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
        folder.mkdir(parents=True, exist_ok=True)
        for name, keys, size, theme, hour in PICTURES:
            asyncio.run(picture(folder, name, keys, size, theme, hour))
        return
    print("| somebody | keys | seconds until a guide begins | until the first breath in |\n| --- | --- | --- | --- |")
    for one in PEOPLE:
        keys, guided, breathing = go(one, breath=True)
        print(f"| {one.name} | {keys} | {guided:.1f} | {breathing:.1f} |", flush=True)


if __name__ == "__main__":
    main()
