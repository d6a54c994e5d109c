"""The writer: one thread with its own connection that puts events on disk in order, off the painting path."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

from dtx.engine.journal import Event
from dtx.errors import StoreProblem
from dtx.language import _
from dtx.records.problems import Continued
from dtx.records.store import Store

Batch = tuple[str, tuple[Event, ...]]
"""A session's id, and events that belong behind each other."""


class Writer:
    """Takes events at once, writes them soon, and in order. What cannot be written now waits for the next attempt.

    Each `append` and each `flush` is an attempt. Events that can never be written (their session went on in another
    window, or they are no JSON) are set aside in `refused`, so that they do not hold up the rest.
    """

    def __init__(self, path: Path, open_store: Callable[[Path], Store] = Store.open) -> None:
        self.refused: list[Batch] = []
        self._path, self._open = path, open_store
        self._waiting: deque[Batch] = deque()
        self._drafts: dict[tuple[str, str], str] = {}
        self._change = threading.Condition()
        self._wanted = self._done = 0
        self._closing = False
        self._problem: Exception | None = None
        self._refusal: Exception | None = None
        self._thread: threading.Thread | None = None

    def append(self, session_id: str, events: Sequence[Event]) -> None:
        """Queue events and return at once."""
        with self._change:
            self._waiting.append((session_id, tuple(events)))
            self._attempt()

    def draft(self, session_id: str, name: str, text: str) -> None:
        """Queue what is being written, and return at once. It is tried again with the next attempt where it cannot be kept."""
        with self._change:
            self._drafts[session_id, name] = text
            self._attempt()

    def flush(self) -> None:
        """Wait until everything queued before is on disk. Raises the StoreProblem that stands in the way."""
        with self._change:
            if self._waiting:
                self._attempt()
            mine = self._wanted
            self._change.wait_for(lambda: self._done >= mine)
            problem = self._problem or self._refusal
            self._problem = self._refusal = None
        if problem is not None:
            raise problem

    def close(self) -> None:
        """Flush, and end the thread even when that fails; what was not written is still in `waiting`."""
        try:
            self.flush()
        finally:
            with self._change:
                self._closing = True
                self._change.notify_all()
            if self._thread is not None:
                self._thread.join()
            self._thread, self._closing = None, False

    @property
    def waiting(self) -> tuple[Batch, ...]:
        """What is not on disk yet, in order."""
        with self._change:
            return tuple(self._waiting)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _attempt(self) -> None:
        self._wanted += 1
        if self._thread is None:
            # a daemon, so that a crash elsewhere can still end the program; an event nobody flushed was never promised
            self._thread = threading.Thread(target=self._run, name="dtx-writer", daemon=True)
            self._thread.start()
        self._change.notify_all()

    def _run(self) -> None:
        store: Store | None = None
        while True:
            with self._change:
                self._change.wait_for(lambda: self._wanted > self._done or self._closing)
                if self._wanted == self._done:
                    break
                attempt, batches, drafts = self._wanted, list(self._waiting), dict(self._drafts)
            problem: Exception | None = None
            try:
                store = store or self._open(self._path)
                for (session_id, name), text in drafts.items():  # before the events: an answer that was sent takes its draft away
                    store.keep_draft(session_id, name, text)
                    self._kept(session_id, name, text)
                for batch in batches:
                    self._write(store, batch)
            except Exception as error:
                problem = error
                if store is not None:  # after a failure a fresh connection is the safer one
                    with suppress(StoreProblem):
                        store.close()
                    store = None
            with self._change:
                self._done, self._problem = attempt, problem
                self._change.notify_all()
        if store is not None:
            with suppress(StoreProblem):
                store.close()

    def _kept(self, session_id: str, name: str, text: str) -> None:
        with self._change:
            if self._drafts.get((session_id, name)) == text:
                del self._drafts[session_id, name]

    def _write(self, store: Store, batch: Batch) -> None:
        """Put one batch on disk, or aside. Either way it waits no longer; on any other failure it stays."""
        session_id, events = batch
        refusal: Exception | None = None
        try:
            if any(session_id == refused for refused, _ in self.refused):
                raise Continued(
                    _("Earlier events of this session could not be saved."), _("Start it again; everything saved so far is kept.")
                )
            store.append(session_id, events)
        except (Continued, ValueError, TypeError) as error:
            refusal = error
        with self._change:
            self._waiting.popleft()
            if refusal is not None:
                self.refused.append(batch)
                self._refusal = refusal
