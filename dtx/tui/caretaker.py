"""The caretaker: a small shell beside the app that puts the terminal in order when the app was killed and cannot do it itself.

It waits at a pipe which the system closes when the app is gone, whatever it died of. A parent process could do the same, but then
every signal, every stop and every continue would have to be handed through it.
"""

import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Self

from dtx.language import N_, _

KILLED = N_("dtx was ended from outside. What you entered is saved.")

ON, OFF = b"on\n", b"off\n"
"""What the app tells it: that the terminal is in use, and that it has been given back."""

IN_ORDER = (
    "\\030"  # ends a sequence that was cut off half-way
    "\\033[?2026l\\033[<u\\033[?1000l\\033[?1003l\\033[?1015l\\033[?1006l\\033[?1016l"
    "\\033[?2004l\\033[?2048l\\033[?1004l\\033[?7h\\033[0m\\033[?1049l\\033[?25h"
)
"""Everything that Textual switches on, switched off again: synchronised painting, keys, mouse, paste, sizes, focus, the other screen."""

SCRIPT = f"""
exec 3<&1
state=on
while read -r word; do state=$word; done
[ "$state" = on ] || exit 0
words=$1
shift
printf '{IN_ORDER}\\n%s\\n' "$words"
case $(stty -a <&3) in *-isig*) stty "$@" <&3 ;; esac
"""
"""Only settings that are still the app's are changed: a shell may have its own in place by then."""

LOCAL, INPUT = ("ECHO", "ICANON", "IEXTEN", "ISIG"), ("IXON", "IXOFF", "ICRNL", "INLCR", "IGNCR")
"""What Textual changes in the settings of a terminal."""


class Caretaker:
    """Stands by the terminal at the handle `terminal`, whose settings were these `before`. Raises OSError where there is no shell."""

    def __init__(self, terminal: int, before: Sequence[Any]) -> None:
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", SCRIPT, "dtx", _(KILLED), *as_stty(before)],
            stdin=subprocess.PIPE,
            stdout=terminal,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,  # what ends or stops the app does not reach it
        )

    @classmethod
    def hire(cls, before: Sequence[Any] | None) -> Self | None:
        """One for the terminal that this process paints on; None where there can be none."""
        if sys.platform == "win32" or before is None or sys.__stderr__ is None or not sys.__stderr__.isatty():
            return None
        with suppress(OSError):
            return cls(sys.__stderr__.fileno(), before)
        return None

    def tell(self, word: bytes) -> None:
        """That the terminal is given back, or taken again."""
        if (pipe := self._process.stdin) is not None:
            with suppress(OSError, ValueError):
                pipe.write(word)
                pipe.flush()

    def dismiss(self) -> None:
        """The terminal is in order, and the app is about to end."""
        self.tell(OFF)
        if (pipe := self._process.stdin) is not None:
            with suppress(OSError):
                pipe.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)


def as_stty(settings: Sequence[Any]) -> list[str]:
    """What Textual changes, as `termios` gave it, in the words of `stty`."""
    import termios

    local, entered = settings[3], settings[0]
    flags = [(name, local) for name in LOCAL] + [(name, entered) for name in INPUT]
    return [name.lower() if where & getattr(termios, name) else f"-{name.lower()}" for name, where in flags]
