"""The app of one window in the browser: a process of its own, whose keys and pictures go through the server."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress

from textual_serve.app_service import AppService

from dtx.paths import again

DRIVER = "dtx.tui.web_driver:BrowserDriver"
WIDEST, HIGHEST = 500, 200
LEAVE_S = 8
"""The time an app has to close what is open; then it is ended."""

NOT_FOR_A_BROWSER = ("ACCESSIBLE", "NO_COLOR")
"""What is meant for the terminal of the server: in a browser there is no reader of single lines, and there are colours."""

LINES_APART = "\r\n"


class Child(AppService):
    """`dtx OPTIONS`, painted for a browser. Of what an app may ask of a browser only its end is heard: it opens no pages and no files."""

    options: Sequence[str] = ()

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment = super()._build_environment(*within(width, height))
        kept: Mapping[str, str] = again()[1]
        environment |= {"TEXTUAL_DRIVER": DRIVER, "PYTHONPATH": kept["PYTHONPATH"]}
        return {name: value for name, value in environment.items() if name not in NOT_FOR_A_BROWSER}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = process = await asyncio.create_subprocess_exec(
            *again()[0],
            *("-m", "dtx", *self.options),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,  # ctrl+c in the terminal is for the server, which then closes this in order
        )
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Hand on what is painted until the app ends. What it says before it paints is for the person."""
        process = self._process
        assert process is not None and process.stdout is not None and process.stderr is not None
        complaint = asyncio.create_task(process.stderr.read())
        painted = False
        with suppress(asyncio.IncompleteReadError):
            while line := await process.stdout.readline():
                if line == b"__GANGLION__\n":
                    painted = True
                    break
            while painted:
                kind, size = await process.stdout.readexactly(1), await process.stdout.readexactly(4)
                content = await process.stdout.readexactly(int.from_bytes(size, "big"))
                if kind == b"D":
                    await self.on_data(content)
                elif kind == b"M":
                    await self.on_meta(content)
        said = (await complaint).decode("utf-8", "replace").strip()
        if said and not painted:
            await self.on_data(LINES_APART.join(said.splitlines()).encode())
        await process.wait()

    async def on_data(self, payload: bytes) -> None:
        with suppress(ConnectionError, RuntimeError):  # the window is gone; the app must still be heard to its end
            await self.remote_write_bytes(payload)

    async def on_meta(self, data: bytes) -> None:
        pass

    async def set_terminal_size(self, width: int, height: int) -> None:
        await super().set_terminal_size(*within(width, height))

    async def over(self) -> None:
        """Wait until the app has ended by itself."""
        if self._task is not None:
            await asyncio.shield(self._task)

    async def stop(self) -> None:
        """Let the app close, and end it if it does not."""
        if self._task is None or self._process is None:
            return
        task, self._task = self._task, None
        with suppress(ConnectionError, RuntimeError):
            await self.send_meta({"type": "quit"})
        if not (await asyncio.wait([task], timeout=LEAVE_S))[0]:
            with suppress(ProcessLookupError):
                self._process.kill()
            await task


def within(width: object, height: object) -> tuple[int, int]:
    """A size that a window can have, whatever was said."""
    sizes = [one if type(one) is int else usual for one, usual in ((width, 80), (height, 24))]
    return min(max(sizes[0], 1), WIDEST), min(max(sizes[1], 1), HIGHEST)
