"""Waiting for what another process does, and for nothing else."""

import time
from collections.abc import Callable

from dtx.sound.speaker import Speaker


def until(true: Callable[[], object], seconds: float = 15.0) -> float:
    """Look again and again. Returns how long it took; raises TimeoutError."""
    begin = time.perf_counter()
    while not true():
        if time.perf_counter() - begin > seconds:
            raise TimeoutError(f"not within {seconds} s")
        time.sleep(0.005)
    return time.perf_counter() - begin


def playing(speaker: Speaker) -> Speaker:
    until(lambda: speaker.status().state == "playing")
    return speaker


def pass_to(speaker: Speaker, at: float) -> list[float]:
    """Live through a stretch of the player's time as a screen does, and give what it looked at."""
    seen = [speaker.now()]
    while seen[-1] < at:
        time.sleep(0.01)
        seen.append(speaker.now())
    return seen
