"""Is there anything here that could make a sound? Asked of a speaker that plays nothing, in a process that may hang or crash."""

import time
from collections.abc import Callable

from dtx.sound.speaker import Speaker
from dtx.sound.status import Status

LIMIT_S = 12.0
"""A sound system that has said nothing by then will not."""

LOOK_S = 0.05


def listen(limit_s: float = LIMIT_S, then: Callable[[Speaker], None] | None = None) -> Status:
    """How it is with the sound here, once that is known. Waits for it, up to `limit_s` seconds.

    Where something can be heard, `then` gets the speaker before it is let go.
    """
    speaker, until = Speaker(), time.monotonic() + limit_s
    try:
        while (status := speaker.status()).state == "starting" and time.monotonic() < until:
            time.sleep(LOOK_S)
        if then is not None and status.state == "playing":
            then(speaker)
        return status
    finally:
        speaker.close()


def why_silent() -> str | None:
    """One quiet sentence about why nothing is heard, or None where something can be."""
    status = listen()
    return None if status.state == "playing" else status.says
