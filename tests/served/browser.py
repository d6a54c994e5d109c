"""A real Chromium without a window, told what to do over its debugging socket; what it gets is drawn as a terminal would."""

import asyncio
import base64
import itertools
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import aiohttp
import pyte

from tests.live.terminal import PRIVATE

RESIZED = re.compile(r'"resize",.*?"width":(\d+),"height":(\d+)')
LISTENING = re.compile(rb"DevTools listening on (ws://\S+)")
SIZE = (1100, 700)
KEYS = {
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    " ": (32, " "),
    "ArrowDown": (40, ""),
}


class Browser:
    """Chromium with a fresh profile in `folder`, on one page."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.shown = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.shown)
        self.requests: list[str] = []
        self.complaints: list[str] = []

    async def __aenter__(self) -> Self:
        try:
            return await self._begin()
        except BaseException:
            self._process.kill()
            raise

    async def _begin(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            "chromium",
            *("--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", f"--user-data-dir={self._folder}"),
            *("--no-first-run", "--disable-background-networking", "--disable-component-update", f"--window-size={SIZE[0]},{SIZE[1]}"),
            "about:blank",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        assert self._process.stderr is not None
        while (found := LISTENING.search(await asyncio.wait_for(self._process.stderr.readline(), 60))) is None:
            pass
        self._draining = asyncio.create_task(self._process.stderr.read())
        self._session = aiohttp.ClientSession()
        self._socket = await self._session.ws_connect(found[1].decode(), max_msg_size=0)
        self._listening = asyncio.create_task(self._listen())
        self._page = await self._on_a_page()
        for name in ("Page", "Network", "Runtime", "Log"):
            await self.ask(f"{name}.enable")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()
        await self._session.close()
        self._process.kill()
        await self._process.wait()
        await self._draining
        await self._listening

    async def _on_a_page(self) -> str:
        self._page = ""
        targets = (await self.ask("Target.getTargets"))["targetInfos"]
        target = next(one["targetId"] for one in targets if one["type"] == "page")
        page: str = (await self.ask("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        return page

    async def ask(self, method: str, **values: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": values} | ({"sessionId": self._page} if self._page else {}))
        try:
            return await asyncio.wait_for(self._waiting[number], 60)
        finally:
            del self._waiting[number]

    async def _listen(self) -> None:
        async for message in self._socket:
            told = message.json()
            if "id" in told:
                if (waiting := self._waiting.get(told["id"])) is not None:
                    waiting.set_result(told.get("result", {}))
            else:
                self._hear(told["method"], told["params"])

    def _hear(self, method: str, values: Mapping[str, Any]) -> None:
        if method == "Network.webSocketFrameReceived" and values["response"]["opcode"] == 2:
            self._stream.feed(PRIVATE.sub(b"", base64.b64decode(values["response"]["payloadData"])))
        elif method == "Network.webSocketFrameSent" and (size := RESIZED.search(values["response"]["payloadData"])):
            self.shown.resize(int(size[2]), int(size[1]))
        elif method == "Network.requestWillBeSent":
            self.requests.append(values["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.requests.append(values["url"])
            self.shown.reset()
        elif method == "Log.entryAdded" and "WebGL" not in values["entry"]["text"]:  # there is no graphics card here
            self.complaints.append(f"{values['entry']['text']} {values['entry'].get('url', '')}")
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(values["exceptionDetails"]["text"]))

    async def go(self, address: str) -> None:
        await self.ask("Page.navigate", url=address)

    async def evaluate(self, script: str) -> Any:
        return (await self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True))["result"].get("value")

    async def press(self, *keys: str) -> None:
        """Press keys as they are named in a browser; one letter is itself."""
        for key in keys:
            code, text = KEYS.get(key, (ord(key.upper()) if len(key) == 1 else 0, key if len(key) == 1 else ""))
            what = {"key": key, "windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code}
            await self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **what)
            await self.ask("Input.dispatchKeyEvent", type="keyUp", **what)

    async def see(self, *words: str, seconds: float = 60) -> str:
        """Wait until all these words are on the terminal's screen. Raises TimeoutError with what there was."""
        end = time.monotonic() + seconds
        while not all(word in " ".join(self.screen().split()) for word in words):
            if time.monotonic() > end:
                raise TimeoutError(f"{words!r} did not come; there was:\n{self.screen()}\n{self.complaints}")
            await asyncio.sleep(0.05)
        return self.screen()

    async def read(self, *words: str, seconds: float = 60) -> str:
        """Wait until the page itself, around the terminal, shows these words."""
        end, text = time.monotonic() + seconds, ""
        while not all(word in text for word in words):
            if time.monotonic() > end:
                raise TimeoutError(f"{words!r} did not come; there was:\n{text}")
            await asyncio.sleep(0.05)
            text = str(await self.evaluate("document.body ? document.body.innerText : ''"))
        return text

    def screen(self) -> str:
        return "\n".join(line.rstrip() for line in self.shown.display)

    async def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode((await self.ask("Page.captureScreenshot"))["data"]))
