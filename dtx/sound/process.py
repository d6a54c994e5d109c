"""The sound process, seen from the app: started, told what to do, looked at and ended, without ever waiting for it."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dtx
from dtx.sound.board import Board

START = "import sys; sys.path.append(sys.argv.pop(1)); from dtx.sound.child import start; start(sys.argv[1:])"
"""With `-P`, and our own folder last: nothing that lies about in the present folder is taken for a library."""

QUIET = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "JACK_NO_START_SERVER": "1"}
"""One thread is enough for a mixer, and no sound server is started for our sake."""

PATIENCE_S = 2.0


class Process:
    """`where` says where clips are; `log` takes what sound libraries print. Raises OSError when no process can be started."""

    def __init__(self, where: Mapping[str, Any], log: Path | None) -> None:
        handle, name = tempfile.mkstemp(prefix="dtx-sound-")
        os.close(handle)
        self._path = Path(name)
        self.board = Board.make(self._path)
        command = [sys.executable, "-P", "-c", START, str(Path(dtx.__file__).parent.parent), name, json.dumps(where)]
        apart: dict[str, Any] = {"start_new_session": True} if os.name == "posix" else {"creationflags": 0x08000000}  # no window
        with contextlib.ExitStack() as stack:
            errors: Any = stack.enter_context(log.open("ab")) if log is not None else subprocess.DEVNULL
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors, env={**os.environ, **QUIET}, **apart
            )
        self._orders: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._sending = threading.Thread(target=self._send, name="dtx-sound-orders", daemon=True)
        self._sending.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def tell(self, **order: Any) -> None:
        """Give an order; a process that does not read does not hold anybody up."""
        self._orders.put(order)

    def end(self, patience_s: float = PATIENCE_S) -> None:
        """Let it fade and end; after some patience, or with none, it is ended. Waits as long; call it where nobody waits."""
        self._orders.put(None)
        try:
            self._process.wait(patience_s) if patience_s else self._process.kill()
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._process.wait()
        self._sending.join()
        self.board.close()
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _send(self) -> None:
        """Write orders until there are no more, or nobody reads them."""
        pipe = self._process.stdin
        assert pipe is not None
        with contextlib.suppress(OSError, ValueError):
            while (order := self._orders.get()) is not None:
                pipe.write(json.dumps(order).encode() + b"\n")
                pipe.flush()
        with contextlib.suppress(OSError):
            pipe.close()
