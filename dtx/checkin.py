"""A check-in that is being written: each answer is on disk before the next question is asked."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from dtx import __version__
from dtx.care.checkin import CHECK_IN, PEG_EVERY_DAYS, PEG_OFFER, SCRIPTS, Occasion, Questions, Wanted
from dtx.care.days import day_of
from dtx.engine.entry import OPENED, SCHEMA, TAKEN_BACK, Line
from dtx.engine.journal import answer_value
from dtx.engine.questions import Answer, Question
from dtx.errors import StoreProblem
from dtx.records.claim import claim, is_live
from dtx.records.diary import Diary
from dtx.records.entries import PREFIX, EntryRow
from dtx.sessions.screening import Screening

Asked = tuple[Question, Answer]


class CheckIn(Screening):
    """The questions of one entry of the diary, for a driver to show. `close` it when it is over or left; leaving keeps what was said.

    Nothing is written before the first answer that is one. `entry_id` is that of the entry, also where there is none yet.
    """

    def __init__(
        self,
        diary: Diary,
        home: Path,
        now: Callable[[], datetime],
        script: Callable[[], Questions],
        kind: str,
        country: str | None = None,
    ) -> None:
        super().__init__(now(), country)
        self.entry_id = f"{PREFIX}{uuid4()}"
        self.kind = kind
        self._diary, self._home, self._now, self._begin = diary, home, now, script
        self._path: list[Asked] = []
        self._seq = 0
        self._waiting: list[tuple[str, Any]] = []
        self._written: dict[str, Answer] = {}
        self._held: Any = None
        self._closed = False
        self._running = script()
        self.question = next(self._running, None)

    @property
    def begun(self) -> bool:
        """Whether there is anything on disk."""
        return self._seq > 0

    @property
    def answers(self) -> Mapping[str, Answer]:
        """What was said so far, by question id: to begin with where a question is asked once more."""
        return self._written

    def back(self) -> None:
        """The question before, once more. Until it is answered anew, what was said holds."""
        if not self._path:
            return
        self._path.pop()
        self._running = self._begin()
        self.question = next(self._running)
        for _, answer in self._path:
            self.question = self._running.send(answer)
        self.can_go_back = bool(self._path)

    def draft(self, text: str) -> None:
        """Keep what is being typed."""
        if self.question is None or not self.question.save or not (text.strip() or self.begun):
            return
        if not self.begun:
            self._write()
        self._diary.store.keep_draft(self.entry_id, self.question.save, text)

    def close(self) -> None:
        """Close the entry, as far as it was written. What was answered and then gone back over is taken back."""
        try:
            if self.begun and not self._closed:
                self._closed = True
                if self.question is None:
                    self._take_back()
                self._diary.seal(self.entry_id, self._stamp())
        finally:
            if self._held is not None:
                self._held.__exit__(None, None, None)
                self._held = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _send(self, answer: Answer) -> None:
        question = self.question
        assert question is not None
        if question.save:
            self._note(question.save, answer, answer_value(question, answer, None if answer is not None else "skipped"))
        self._path.append((question, answer))
        self.can_go_back = True
        try:
            self.question = self._running.send(answer)
        except StopIteration:
            self.question = None

    def _note(self, name: str, answer: Answer, value: Mapping[str, Any]) -> None:
        if name in self._written and self._written[name] == answer:
            return
        self._written[name] = answer
        self._waiting.append((name, value))
        if not self.begun and answer in (None, ()):  # whoever says nothing at all leaves no entry
            return
        self._write()

    def _write(self) -> None:
        if not self.begun:
            if self._held is None:
                held = claim(self._home, self.entry_id)
                held.__enter__()
                self._held = held
            self._waiting.insert(0, (OPENED, opened(self.kind)))
        at = self._stamp()
        try:
            self._diary.append(
                self.entry_id, [Line(seq, at, name, value) for seq, (name, value) in enumerate(self._waiting, self._seq + 1)]
            )
        except StoreProblem:
            if not self.begun:
                del self._waiting[0]
            for name, _ in self._waiting[-1:]:  # so that answering once more tries again
                self._written.pop(name, None)
            del self._waiting[-1:]
            raise
        self._seq += len(self._waiting)
        self._waiting.clear()

    def _take_back(self) -> None:
        kept = {question.save for question, _ in self._path}
        gone = [name for name in self._written if name not in kept]
        self._waiting += [(name, {"value": None, "declined": TAKEN_BACK}) for name in gone]
        if self._waiting:
            self._write()

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="milliseconds")


class CheckIns:
    """Begins check-ins, and closes what broke off."""

    def __init__(self, diary: Diary, home: Path, now: Callable[[], datetime]) -> None:
        self._diary, self._home, self._now = diary, home, now

    def begin(self, kind: str = CHECK_IN, country: str | None = None, wanted: Wanted | None = None) -> CheckIn:
        """A new check-in, or with `kind` the questions of a look back. Raises StoreProblem."""
        self.close_left()
        now = self._now()
        occasion = Occasion(now, country, self.peg_due(now), wanted)
        return CheckIn(self._diary, self._home, self._now, lambda: SCRIPTS[kind](occasion), kind, country)

    def peg_due(self, now: datetime) -> bool:
        """Whether a week has passed since the weekly questions were answered, and nobody was asked yet today."""
        last = self._diary.latest("peg")
        if last is not None and (day_of(now) - day_of(last.started_at)).days < PEG_EVERY_DAYS:
            return False
        offered = self._diary.store.one("SELECT max(at) FROM entry WHERE name = ?", PEG_OFFER)
        return offered is None or day_of(offered) != day_of(now)

    def close_left(self) -> None:
        """Close what a dead process left behind, with all it had: also what was being typed."""
        for row in self._diary.unsealed():
            if not is_live(self._home, row.entry_id):
                with suppress(StoreProblem), claim(self._home, row.entry_id):
                    self._close(row)

    def _close(self, row: EntryRow) -> None:
        drafts = self._diary.store.drafts(row.entry_id)
        value = {"declined": None, "text": "", "saved": True, "draft": True}
        words = [(name, {"value": text, **value}) for name, text in drafts.items() if text.strip()]
        self._diary.append(row.entry_id, [Line(seq, row.last_at, name, kept) for seq, (name, kept) in enumerate(words, row.lines + 1)])
        self._diary.seal(row.entry_id, row.last_at)


def opened(kind: str, source: str = "self") -> dict[str, Any]:
    """The value of an entry's first line."""
    return {"kind": kind, "schema": SCHEMA, "app_version": __version__, "source": source}
