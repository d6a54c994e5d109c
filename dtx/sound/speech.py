"""Speech: lines that nobody recorded, spoken by what is on this computer, once, and kept.

It is for when a plugin is checked or loaded, never for a session: an engine may take seconds for a line. At play time a
line is looked for in `voices`: a person's own take, what ships, what was made here; else the caption says it alone.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path
from shutil import disk_usage
from typing import Protocol

from dtx import paths
from dtx.engine.phase import Phase
from dtx.engine.score import Cue
from dtx.engine.words import clean
from dtx.language import FIRST, _, language
from dtx.sound.brought import Unreadable
from dtx.sound.clips import key_of
from dtx.sound.cues import heard
from dtx.sound.engines import Engine, engines, marked
from dtx.sound.readings import read_out
from dtx.sound.speaking import LIMIT_S, Failed, check, speak
from dtx.sound.voices import MAKING, clip_of, folder, own_and_shipped, use

MOST_LETTERS = 1_000
"""A line is a sentence or two. What is longer is a mistake, and would keep an engine busy for minutes."""

LEAST_FREE = 1_000_000
"""Bytes. With less room no engine can write a line."""

MOST_FAILURES = 2
"""An engine that failed so often in a row is not asked again."""

NO_ENGINE = _("There is no speech engine here, so lines that nobody recorded are captions only. You might install espeak-ng.")
NONE_COULD = _("No speech engine here could speak, so lines that nobody recorded are captions only. You might install espeak-ng anew.")
NOTHING_TO_SAY = _("There is nothing to say in it.")
TOO_LONG = _("It has more than {most_letters} letters. You might say it in several lines.").format(most_letters=MOST_LETTERS)


class Asked(Protocol):
    """What plugins offer for speaking. `mark` changes with what they might say, and is empty where none offers anything."""

    @property
    def mark(self) -> str: ...

    def speak(self, text: str, voice: str) -> Path | None:
        """A sound file of the line, or None."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of one line: where it is, or `why` there is only its caption. `new` says that it was made just now."""

    text: str
    path: Path | None
    why: str = ""
    new: bool = False


class Speech:
    """Speaks lines with the first that can: a plugin, piper, the system's voice, espeak-ng. `notices` has who gave up, and why.

    `voice` is a language tag, that of what is spoken here unless given; plugins are given it as it is.
    `plugin` is the folder whose own takes count.
    """

    def __init__(
        self,
        home: Path,
        *,
        asked: Asked | None = None,
        plugin: Path | None = None,
        voice: str | None = None,
        found: Sequence[Engine] | None = None,
        limit_s: float = LIMIT_S,
    ) -> None:
        voice = voice or ("en-us" if language() == FIRST else language())
        self._cache, self._voice, self._limit_s = folder(home), voice, limit_s
        self._recorded = own_and_shipped(home, plugin)
        self._engines = tuple(engines(home, voice)) if found is None else tuple(found)
        self._asked = asked
        self._failures: dict[str, int] = {}
        self.notices: list[str] = []

    @property
    def engine(self) -> Engine | None:
        """The engine that speaks what no plugin does, or None."""
        return next((one for one in self._engines if not self._out(one.mark)), None)

    def says(self) -> str:
        """One sentence about who speaks."""
        if self.engine is not None:
            return _("Lines that nobody recorded are spoken by {name}.").format(name=self.engine.name)
        if self._asked is not None and self._asked.mark:
            return _("Lines that nobody recorded are spoken by a plugin.")
        return NONE_COULD if self._engines else NO_ENGINE

    def render(self, text: str) -> Rendered:
        """One line. What is there already is not made again. Raises StoreProblem where nothing can be written."""
        if (recorded := clip_of(text, self._recorded)) is not None:
            return Rendered(text, recorded)
        if len(text) > MOST_LETTERS:
            return Rendered(text, None, TOO_LONG)
        words = read_out(clean(text), english=self._voice[:2].casefold() == "en")
        if not words:
            return Rendered(text, None, NOTHING_TO_SAY)
        try:
            return self._first(text, words)
        except OSError as problem:
            raise paths.refusal(problem, self._cache) from None

    def render_all(self, texts: Iterable[str]) -> Iterator[Rendered]:
        """All lines of an activity, each once, as they are done; who stops asking stops the work."""
        for text in dict.fromkeys(texts):
            yield self.render(text)

    def _first(self, text: str, words: str) -> Rendered:
        """The line by the first who can."""
        sources, why = self._sources(), NONE_COULD if self._engines else NO_ENGINE
        for mark, engine in sources:
            kept = self._cache / mark / f"{key_of(text)}.flac"
            if kept.is_file():
                return Rendered(text, kept)
            if self._out(mark):
                continue
            try:
                made = self._make(kept, text, words, engine)
            except Failed as problem:
                if disk_usage(self._cache).free < LEAST_FREE:  # it is not the engine's fault
                    raise OSError(ENOSPC, "") from None
                why = _("{called} could not speak it: {problem}.").format(called=called(engine), problem=problem)
                self._failed(mark, engine, problem)
                continue
            if made:
                self._failures.pop(mark, None)
                use(self._cache, [one for one, _ in sources])
                return Rendered(text, kept, new=True)
        return Rendered(text, None, why)

    def _sources(self) -> list[tuple[str, Engine | None]]:
        """Who is asked, in order, each by the name of its folder in the cache; None stands for the plugins."""
        plugins = [(marked("plugins", self._asked.mark, self._voice), None)] if self._asked is not None and self._asked.mark else []
        return [*plugins, *((one.mark, one) for one in self._engines)]

    def _make(self, kept: Path, text: str, words: str, engine: Engine | None) -> bool:
        """Speak a line and put it where it is kept; False where plugins have nothing to say to it. Raises Failed."""
        from dtx.sound.editing import master  # brings numpy in, and most lines are there already

        paths.make_private(kept.parent)
        with tempfile.TemporaryDirectory(prefix=MAKING, dir=self._cache, ignore_cleanup_errors=True) as private:
            if engine is not None:
                spoken = speak(engine, words, Path(private), self._limit_s)
            else:
                assert self._asked is not None
                answer = self._asked.speak(text, self._voice)
                if answer is None:
                    return False
                check(answer)
                spoken = answer
            try:
                master(spoken, kept)
            except Unreadable as problem:
                raise Failed(f"{problem.problem[0].lower()}{problem.problem[1:].rstrip('.')}") from None
        return True

    def _out(self, mark: str) -> bool:
        return self._failures.get(mark, 0) >= MOST_FAILURES

    def _failed(self, mark: str, engine: Engine | None, problem: Failed) -> None:
        self._failures[mark] = self._failures.get(mark, 0) + 1
        if self._out(mark):
            self.notices.append(_("{called} is not asked any more: {problem}.").format(called=called(engine), problem=problem))


def called(engine: Engine | None) -> str:
    """Who spoke, or did not, as a sentence begins with it."""
    return f"{engine.name[0].upper()}{engine.name[1:]}" if engine is not None else _("A plugin that speaks")


def lines_of(phases: Iterable[Phase]) -> tuple[str, ...]:
    """What is spoken in these phases, each line once: the lines of each, or the words of its cue."""
    found: dict[str, None] = {}
    for phase in phases:
        if phase.lines:
            found |= dict.fromkeys(line.text for line in phase.lines)
        elif phase.cue is not None and phase.text and heard(Cue(0.0, phase.cue)).spoken:
            found |= {phase.text: None}
    return tuple(found)
