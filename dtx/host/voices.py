"""Voices that plugins offer: each is asked alone and for so long, and one that failed is not asked again."""

import threading
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from dtx.errors import PluginProblem
from dtx.host.shelf import Shelf
from dtx.host.sources import Found, digest

HOOK = "dtx_voice"
REMEDY = "Others speak instead. Please tell its author."
LIMIT_S = 60.0
"""A plugin that has not spoken a line by then is left alone."""


class Voices:
    """Speaks lines with the first plugin that can; what goes wrong with one is in `problems`, and the next is asked."""

    def __init__(self, shelf: Shelf, limit_s: float = LIMIT_S) -> None:
        self._shelf, self._limit_s = shelf, limit_s
        self._places = shelf.answering(HOOK)
        self._given_up: set[str] = set()
        self.problems: list[PluginProblem] = []

    @property
    def mark(self) -> str:
        """Changes with any plugin that speaks; empty where there is none."""
        return digest([f"{place.id} {sha256}" for place, sha256 in self._places]) if self._places else ""

    def speak(self, text: str, voice: str) -> Path | None:
        """A sound file of the line by the first plugin that speaks it, or None."""
        for place, _ in self._places:
            if place.id in self._given_up:
                continue
            try:
                answers = self._ask(place, text, voice)
            except PluginProblem as problem:
                self._given_up.add(place.id)
                self.problems.append(problem)
                continue
            if answers:
                return Path(answers[0])
        return None

    def _ask(self, place: Found, text: str, voice: str) -> list[Any]:
        """Ask in a thread that may hang. Raises PluginProblem."""
        came: SimpleQueue[list[Any] | PluginProblem] = SimpleQueue()

        def ask() -> None:
            try:
                came.put(self._shelf.ask(place, HOOK, text=text, voice=voice))
            except PluginProblem as problem:
                came.put(problem)
            except BaseException as problem:  # only the person's own Ctrl-C comes here, and it never comes to a thread
                came.put(PluginProblem(place.id, f"The plugin '{place.id}' raises {type(problem).__name__}.", REMEDY))

        threading.Thread(target=ask, name=f"dtx-voice-{place.id}", daemon=True).start()
        try:
            answer = came.get(timeout=self._limit_s)
        except Empty:
            problem = f"The plugin '{place.id}' takes longer than {self._limit_s:g} seconds to speak a line."
            raise PluginProblem(place.id, problem, REMEDY) from None
        if isinstance(answer, PluginProblem):
            raise answer
        return answer
