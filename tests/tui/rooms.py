"""A home to practise in: real plugins in a folder, real records on disk, and a clock that a test moves."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from dtx.care.flags import FLAGS
from dtx.services import Services
from dtx.sessions.practice import Practice
from tests.evenings import EVENING, Evening, plugin

HEAD = """api: 1
title: {title}
summary: {summary}
author: A. Therapist
reviewer: none yet
version: {version}
licence: CC0-1.0
flags: none
cautions: [{caution}]
stop_rules: [Stop whenever you want to.]
easier: Leave it out.
minutes: {minutes}
"""

BREATHS = """
  - breathe: 4-6
    times: 6
"""
SETTLED = (
    """
  - timed: Sit or lie in a way that suits you.
    for: 30 s
"""
    + BREATHS
)


def quoted(text: str) -> str:
    """Any words at all, as YAML; JSON is YAML, too."""
    return json.dumps(text)


def answered(services: Services, **answers: str) -> None:
    """The gate's questions answered with no, or with what is given by flag, so that nothing is asked before a session."""
    services.set_profile({f"flag.{flag}": answers.get(flag, "no") for flag in FLAGS})


class Home:
    """One person's home. What is listed are the practices written here, by their folders' names.

    The gate's questions have been answered with no, unless the person is made a `stranger` first.
    """

    stranger = False

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path, self.folder = folder / "home", folder / "practices"
        self._patch, self._names = monkeypatch, list[str]()
        self._evening: Evening | None = None

    def write(
        self,
        name: str,
        title: str,
        steps: str = BREATHS,
        *,
        minutes: float = 5,
        summary: str = "Slow, even breathing at about six breaths a minute. It may help to settle.",
        caution: str = "Keep breathing easily.",
        version: str = "1.0.0",
        options: str = "",
        code: str | None = None,
    ) -> str:
        """A plugin with one activity, whose id is given back."""
        words = {"title": quoted(title), "summary": quoted(summary), "caution": quoted(caution)}
        head = HEAD.format(minutes=minutes, version=version, **words)
        body = "code: plugin.py\n" if code else f"steps:{steps}"
        plugin(self.folder, name, head + (f"options:{options}" if options else "") + body, code)
        self._names.append(name)
        self._patch.setenv("DTX_PLUGINS", ",".join(self._names))
        return f"{name}.{name}"

    def bundled(self, name: str) -> None:
        """One of the plugins that come with dtx is listed, too."""
        self._names.append(name)
        self._patch.setenv("DTX_PLUGINS", ",".join(self._names))

    # -- the person's evening

    @property
    def evening(self) -> Evening:
        """What the app stands on, from the first time it is asked for."""
        if self._evening is None:
            self._evening = Evening.at(self.path, folder=self.folder)
            self.services.refresh()
            if not self.stranger:
                answered(self.services)
        return self._evening

    @property
    def services(self) -> Services:
        return self.evening.services

    def close(self) -> None:
        if self._evening is not None:
            self._evening.services.close()

    def practised(self, activity_id: str, at: datetime = EVENING - timedelta(hours=1), until: float | None = None, **answers: Any) -> str:
        """Go through a session that began at `at`, with real answers; `until` seconds only, and then stop."""
        evening = Evening.at(self.path, at, self.folder)
        evening.services.refresh()
        practice = evening.begin(activity_id)
        evening.answer(practice, **answers)
        evening.guide(practice, until)
        if until is not None:
            practice.stop(evening.clock.now, "tired")
        evening.answer(practice, **answers)
        evening.services.close()
        return practice.session_id

    def broken_off(self, activity_id: str, at: datetime = EVENING - timedelta(minutes=5), after: float = 12.0) -> str:
        """A session that ended without a word, as after a crash."""
        evening = Evening.at(self.path, at, self.folder)
        evening.services.refresh()
        practice = evening.begin(activity_id)
        evening.answer(practice)
        evening.guide(practice, after)
        practice.close()
        evening.services.close()
        return practice.session_id

    def draft(self, activity_id: str, at: datetime, **typed: str) -> str:
        """A form that was put away on its first question, with what had been typed so far."""
        evening = Evening.at(self.path, at, self.folder)
        evening.services.refresh()
        practice = evening.begin(activity_id)
        while practice.view(evening.clock.now).stage == "opening":
            practice.decline(evening.clock.now)
        for name, text in typed.items():
            practice.draft(name, text)
        practice.close()
        evening.services.close()
        return practice.session_id

    # -- what a test looks at

    @property
    def kinds(self) -> list[str]:
        """The kinds of event of the newest session, as they are on disk."""
        return [event.kind for event in self.services.store.events(self.newest)]

    @property
    def newest(self) -> str:
        return self.services.history(limit=1)[0].session_id

    def value(self, place: int) -> Mapping[str, Any]:
        """What the newest session's event at `place` holds."""
        value: Mapping[str, Any] = self.services.store.events(self.newest)[place].value
        return value

    @contextmanager
    def no_disk(self, practice: Practice) -> Iterator[None]:
        """A folder stands where the records were, so that nothing can be written."""
        practice._writer.flush()
        practice._writer.close()  # its next connection is opened anew
        self.services.close()
        place = self.path / "dtx.db"
        for part in self.path.glob("dtx.db*"):
            part.rename(part.with_name(part.name.replace("dtx.db", "aside")))
        place.mkdir()
        yield
        place.rmdir()
        for part in self.path.glob("aside*"):
            part.rename(part.with_name(part.name.replace("aside", "dtx.db")))


def screen_text(app: App[None]) -> str:
    """What is painted, without colours and without blanks at the ends of lines. The private compositor is read here only."""
    lines = ("".join(map(seen, strip)).rstrip() for strip in app.screen._compositor.render_strips())
    return "\n".join(lines) + "\n"


def seen(part: Any) -> str:
    """The picture paints its full blocks as blanks in reverse."""
    return "█" * len(part.text) if part.text.isspace() and part.style is not None and part.style.reverse else part.text
