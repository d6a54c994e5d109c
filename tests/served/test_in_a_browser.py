"""The app in a real browser, from the link to the saved session."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dtx.care.felt_worse import FELT_WORSE
from dtx.care.ratings import PAIN, RELAX
from dtx.served.server import AGAIN, CLOSED, ELSEWHERE, SOUND
from tests.live.journal import journal, of_kind
from tests.live.terminal import ROOT, run, surroundings
from tests.live.test_away import child_of
from tests.served.browser import Browser

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("loopback")]

PRACTICE = """api: 1
title: A short breath
summary: Two breaths.
author: A. Therapist
reviewer: none yet
version: 1.0.0
licence: CC0-1.0
flags: none
cautions: [Keep breathing easily.]
stop_rules: [Stop whenever you want to.]
easier: Leave it out.
minutes: 1
steps:
  - breathe: 4-6
    times: 2
"""


class Server:
    """`dtx serve` as a person starts it."""

    link: str
    said: list[str]
    process: asyncio.subprocess.Process

    def app(self) -> int:
        """The process of the app that is open."""
        return child_of(self.process.pid)

    async def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), 20)


@asynccontextmanager
async def served(home: Path, *options: str) -> AsyncIterator[Server]:
    folder = home.parent / "practices" / "short"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plugin.yaml").write_text(PRACTICE, encoding="utf-8")
    server = Server()
    server.process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "dtx", "--plugins", str(folder.parent), "serve", *options),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env=surroundings(home) | {"DTX_TEST_LOOPBACK": "1", "DTX_PLUGINS": "short", "TERM": "dumb"},
    )
    assert server.process.stdout is not None
    server.said = [(await server.process.stdout.readline()).decode().strip() for _ in range(4)]
    server.link = server.said[1]
    try:
        yield server
    finally:
        if server.process.returncode is None:
            await server.end()


async def test_from_the_first_key_to_the_saved_session(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with served(home) as server, Browser(tmp_path / "profile") as browser:
        await browser.go(server.link)
        await browser.see("What would suit you today?", "A short breath")
        if os.environ.get("DTX_TEST_PICTURES"):
            await asyncio.sleep(2)
            await browser.picture(Path(os.environ["DTX_TEST_PICTURES"]) / "home.png")
        await browser.press("Enter")
        await browser.see("Begin")
        await browser.press("Enter")
        for question in (PAIN, RELAX):
            await browser.see(question.text)
            await browser.press("6", "Enter")
        await browser.see("Breath 1", "Pause")
        await browser.press(" ")
        await browser.see("Paused")
        await browser.press(" ")
        await browser.see(PAIN.text)
        for question in (PAIN, RELAX):
            await browser.see(question.text)
            await browser.press("4", "Enter")
        await browser.see(FELT_WORSE.text)
        await browser.press("1", "Enter")
        await browser.see("Saved.")
        origin = f"http://{urlsplit(server.link).netloc}/"
        known = (origin, origin.replace("http", "ws"), "data:", "about:")
        assert [one for one in browser.requests if not one.startswith(known)] == []
        assert browser.complaints == []
        assert await browser.evaluate("document.cookie") == "", "no script may read it"
    (kept,) = json.loads(run(["sessions", "--json"], home).stdout)
    assert kept["status"] == "completed" and kept["before"]["pain"]["value"] == 6 and kept["after"]["pain"]["value"] == 4
    assert not (home / "logs" / "crash.log").exists()


async def begun(browser: Browser, link: str) -> None:
    """Up to the first breath, with both numbers given."""
    await browser.go(link)
    await browser.see("A short breath")
    await browser.press("Enter")
    await browser.see("Begin")
    await browser.press("Enter")
    for question in (PAIN, RELAX):
        await browser.see(question.text)
        await browser.press("6", "Enter")
    await browser.see("Breath 1", "Pause")


def assert_kept(home: Path) -> None:
    assert [event["value"]["value"] for event in of_kind(journal(home), "rated")] == [6, 6]
    assert not (home / "logs" / "crash.log").exists()


async def gone(process: int, seconds: float = 15) -> None:
    """Wait until it has ended."""
    for _ in range(round(seconds * 20)):
        if not Path(f"/proc/{process}").exists():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError(f"{process} did not end")


async def test_one_window_and_what_it_says_when_it_is_loaded_again_or_ended(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with served(home, "--letters", "28") as server, Browser(tmp_path / "profile") as browser:
        await begun(browser, server.link)
        assert browser.shown.columns < 80, "large letters leave room for fewer"
        await browser.ask("Page.reload")
        await browser.see("Not finished yet: A short breath")
        await browser.press("q")
        assert SOUND in await browser.read(CLOSED, ELSEWHERE, AGAIN)
        if os.environ.get("DTX_TEST_PICTURES"):
            await browser.picture(Path(os.environ["DTX_TEST_PICTURES"]) / "closed.png")
        assert await browser.evaluate("document.activeElement.id") == "again", "Enter opens it again"
        browser.shown.reset()
        await browser.press("Enter")
        await browser.see("Not finished yet: A short breath")
        os.kill(server.app(), signal.SIGKILL)
        await browser.read(CLOSED)
        assert await server.end() == 130
    assert_kept(home)


async def test_a_page_from_elsewhere_in_the_same_browser_gets_nothing(tmp_path: Path) -> None:
    """The person has the app open and follows a link to somewhere that knows its whole address."""
    evil = tmp_path / "evil.html"
    home = tmp_path / "home"
    async with served(home) as server, Browser(tmp_path / "profile") as browser:
        await browser.go(server.link)
        await browser.see("A short breath")
        address = str(await browser.evaluate("location.href"))
        evil.write_text("<p>evil</p>")
        await browser.go(evil.as_uri())
        await browser.read("evil")
        opened = "new Promise(done => {{ const s = new WebSocket('{}ws'); s.onopen = () => done('open'); s.onerror = () => done('no') }})"
        assert await browser.evaluate(opened.format(address.replace("http", "ws"))) == "no"
        fetched = "fetch('{}', {{credentials: 'include'}}).then(r => r.text()).catch(() => 'no')"
        assert await browser.evaluate(fetched.format(address)) == "no"
        framed = (
            "new Promise(done => {{ const f = document.createElement('iframe'); f.src = '{}'; f.onload = () => {{ "
            "try {{ done(f.contentDocument.body.innerText) }} catch (e) {{ done('no') }} }}; document.body.append(f) }})"
        )
        assert await browser.evaluate(framed.format(address)) == "no"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
async def test_when_the_server_ends_the_app_does_too_and_nothing_is_lost(tmp_path: Path, number: int) -> None:
    home = tmp_path / "home"
    async with served(home) as server, Browser(tmp_path / "profile") as browser:
        await begun(browser, server.link)
        app = server.app()
        assert await server.end(number) == (143 if number == signal.SIGTERM else -number)
        await gone(app)
        await browser.read(CLOSED)
        await browser.press("Enter")
    assert_kept(home)
    on = run(["--plugins", str(tmp_path / "practices"), "resume", "--plain", "--pace", "fast"], home)
    assert on.returncode == 0, on.stderr
