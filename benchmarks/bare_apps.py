"""The smallest Textual apps that do what ours is compared with: `python -m benchmarks.bare_apps idle|ticking|animated`."""

import asyncio
import sys
import time

from textual.app import App, ComposeResult
from textual.widgets import Static

PHASE_S = 1.0


class Idle(App[None]):
    """A line of text, and nothing else."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Static("bare app")


class Ticking(Idle):
    """Text that changes every PHASE_S seconds, by a chain of absolute deadlines."""

    def on_mount(self) -> None:
        self.run_worker(self.tick())

    async def tick(self) -> None:
        begin, number = time.perf_counter(), 0
        text = self.query_one(Static)
        while True:
            text.update(("In", "Out")[number % 2] + f" {number}")
            number += 1
            await asyncio.sleep(begin + number * PHASE_S - time.perf_counter())


class Animated(Idle):
    """A full screen that a Static redraws 20 times a second: the obvious way to animate."""

    def on_mount(self) -> None:
        self.set_interval(1 / 20, self.draw)

    def draw(self) -> None:
        width = int(40 + 39 * ((time.perf_counter() % PHASE_S) / PHASE_S))
        self.query_one(Static).update("\n".join("█" * width for _ in range(22)))


if __name__ == "__main__":
    {"idle": Idle, "ticking": Ticking, "animated": Animated}[sys.argv[1]]().run()
