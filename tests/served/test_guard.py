"""Who gets in, and who does not: asked over real sockets, without a browser."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from dtx.served import server as module
from dtx.served.child import within
from dtx.served.server import CLOSED, SOUND, USED, Served
from tests.commands import Commands

pytestmark = pytest.mark.usefixtures("loopback")

EVIL = "https://evil.example"


class App:
    """A stand-in for the process of the app: it says what it is told."""

    began = 0

    def __init__(self, *_: object, write_bytes: object, **__: object) -> None:
        self.write, self.ended = write_bytes, asyncio.Event()

    async def start(self, width: int, height: int) -> None:
        type(self).began += 1
        await self.write(f"{width}x{height}".encode())  # type: ignore[operator]

    async def send_bytes(self, data: bytes) -> None:
        if data == b"q":
            self.ended.set()
        await self.write(data)  # type: ignore[operator]

    async def set_terminal_size(self, width: int, height: int) -> None:
        await self.write(f"{width}x{height}".encode())  # type: ignore[operator]

    async def over(self) -> None:
        await self.ended.wait()

    async def stop(self) -> None:
        self.ended.set()


@asynccontextmanager
async def served(monkeypatch: pytest.MonkeyPatch, patience_s: float = 0.2) -> AsyncIterator[tuple[Served, aiohttp.ClientSession]]:
    monkeypatch.setattr(module, "Child", App)
    monkeypatch.setattr(App, "began", 0)
    server = Served(patience_s=patience_s)
    async with server.serving(), aiohttp.ClientSession(server.guard.origin, cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        yield server, browser


async def asked(browser: aiohttp.ClientSession, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
    async with browser.get(path, headers=headers, allow_redirects=False) as answer:
        return answer.status, await answer.text()


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    return Commands(capsys, monkeypatch, tmp_path)


def path_of(server: Served) -> str:
    return server.guard.link.removeprefix(server.guard.origin)


@asynccontextmanager
async def window(server: Served, browser: aiohttp.ClientSession, origin: str | None = "") -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    headers = {} if origin is None else {"Origin": origin or server.guard.origin}
    async with browser.ws_connect(f"{server.guard.room}ws?width=90&height=30", headers=headers) as opened:
        yield opened


async def refused(server: Served, browser: aiohttp.ClientSession, origin: str | None = "") -> int:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        async with window(server, browser, origin):
            pass
    return refusal.value.status


async def test_the_link_opens_the_app_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(monkeypatch) as (server, browser):
        link = path_of(server)
        status, page = await asked(browser, link)
        assert status == 200 and server.guard.room in page
        status, page = await asked(browser, server.guard.room)
        assert status == 200 and SOUND in page and CLOSED in page
        async with window(server, browser) as opened:
            assert (await opened.receive()).data == b"90x30"
            await opened.send_json(["stdin", "å"])
            assert (await opened.receive()).data == "å".encode()
        assert "used" in server.guard.link
        async with aiohttp.ClientSession(server.guard.origin) as other:
            assert await asked(other, link) == (403, (await asked(other, "/open/used"))[1])
            assert USED in (await asked(other, link))[1]


async def test_without_the_cookie_nothing_is_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(monkeypatch) as (server, browser):
        room = server.guard.room
        for path in ("/", room, f"{room}static/js/textual.js", f"{room}own/page.css", "/static/", "/ws", "/open/guessed", "/open/é"):
            assert (await asked(browser, path))[0] == 403, path
        for cookie in ("", "guessed", "é"):
            assert (await asked(browser, room, {"Cookie": f"dtx={cookie}"}))[0] == 403
        assert await refused(server, browser) == 403
        assert App.began == 0
        assert (await asked(browser, path_of(server)))[0] == 200, "what was refused used nothing up"


async def test_the_cookie_is_for_this_server_alone_and_for_no_script(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cookies know no ports: another server on this computer would be brought one that holds for all paths."""
    async with served(monkeypatch) as (server, browser), browser.get(path_of(server)) as answer:
        said = answer.headers["Set-Cookie"]
        assert "HttpOnly" in said and "SameSite=Strict" in said and f"Path={server.guard.room}" in said
        assert len(server.guard.room) > 40
        assert "Max-Age" not in said and "expires" not in said.lower(), "it ends with the browser"


@pytest.mark.parametrize("origin", [EVIL, "null", "http://127.0.0.1:1", "http://localhost", None])
async def test_a_page_from_elsewhere_cannot_drive_the_app(monkeypatch: pytest.MonkeyPatch, origin: str | None) -> None:
    """Although the browser that shows it would bring the cookie along."""
    async with served(monkeypatch) as (server, browser):
        await asked(browser, path_of(server))
        assert await refused(server, browser, origin) == 403
        assert App.began == 0
        if origin is not None:
            assert (await asked(browser, server.guard.room, {"Origin": origin}))[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", ""])
async def test_a_name_that_leads_here_is_not_enough(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    """DNS rebinding: the page's own name is made to lead to this computer."""
    async with served(monkeypatch) as (server, browser):
        foreign = {"Host": host.format(port=server.port)}
        assert (await asked(browser, path_of(server), foreign))[0] == 403
        await asked(browser, path_of(server))
        assert (await asked(browser, server.guard.room, foreign))[0] == 403


async def test_one_window_at_a_time_and_the_next_when_it_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(monkeypatch) as (server, browser):
        await asked(browser, path_of(server))
        async with window(server, browser) as first:
            await first.receive()
            assert await refused(server, browser) == 409
            assert (await asked(browser, server.guard.room))[0] == 200
            await first.send_json(["stdin", "still here"])
            assert (await first.receive()).data == b"still here"
        async with window(server, browser) as second:
            assert (await second.receive()).data == b"90x30"
        assert App.began == 2


async def test_a_window_that_is_loaded_again_waits_for_its_old_self(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(monkeypatch, patience_s=30) as (server, browser):
        await asked(browser, path_of(server))
        async with window(server, browser) as first:
            await first.receive()

            async def again() -> bytes:
                async with window(server, browser) as second:
                    return bytes((await second.receive()).data)

            waiting = asyncio.create_task(again())
            await asyncio.sleep(0)
            await first.close()
            assert await waiting == b"90x30"


async def test_when_the_app_ends_its_window_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(monkeypatch) as (server, browser):
        await asked(browser, path_of(server))
        async with window(server, browser) as opened:
            await opened.receive()
            await opened.send_json(["stdin", "q"])
            assert (await opened.receive()).data == b"q"
            assert (await opened.receive()).type is aiohttp.WSMsgType.CLOSE


@pytest.mark.parametrize(
    "words", ["no JSON", "[]", "{}", "5", '["stdin"]', '["stdin", 5]', '["resize", {}]', '["resize", 5]', '["stdin", "\\ud800"]']
)
async def test_a_message_that_is_none_closes_the_window_and_not_the_server(
    monkeypatch: pytest.MonkeyPatch, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with served(monkeypatch) as (server, browser):
        await asked(browser, path_of(server))
        async with window(server, browser) as opened:
            await opened.receive()
            await opened.send_str(words)
            kinds = {(await opened.receive()).type for _ in range(2)}
            assert kinds & {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
        async with window(server, browser) as opened:
            assert (await opened.receive()).data == b"90x30"
    assert "Traceback" not in "".join(capsys.readouterr())


async def test_what_is_served_may_load_nothing_from_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(monkeypatch) as (server, browser):
        await asked(browser, path_of(server))
        async with browser.get(server.guard.room) as answer:
            page, headers = await answer.text(), answer.headers
        assert "http://" not in page and "https://" not in page and "//fonts" not in page
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store" and headers["Referrer-Policy"] == "no-referrer"
        assert "aiohttp" not in headers["Server"] and "Python" not in headers["Server"]
        assert (await asked(browser, f"{server.guard.room}static/"))[0] in (403, 404), "no list of files"
        assert (await asked(browser, f"{server.guard.room}static/%2e%2e/server.py"))[0] in (403, 404)


async def test_it_listens_on_loopback_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(monkeypatch) as (server, _):
        assert server._socket.getsockname()[0] == "127.0.0.1"


def test_sizes_are_those_a_window_can_have() -> None:
    assert within(80, 24) == (80, 24)
    assert within(10**9, 10**9) == (500, 200)
    assert within(0, -5) == (1, 1)
    assert within("80", None) == (80, 24)


def test_a_port_that_is_taken_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    dtx = Commands(capsys, monkeypatch, tmp_path)  # type: ignore[arg-type]
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = dtx("serve", "--port", str(port))
    assert done.code == 1 and f"Port {port} cannot be used" in done.sentence and "--port" in done.sentence


def test_without_its_extra_it_says_what_to_install(dtx: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dtx.cli.serve.find_spec", lambda name: None)
    done = dtx("serve")
    assert done.code == 1
    assert done.sentence == "The app in a browser needs textual-serve, which is not installed. Install it with pip install 'dtx[serve]'."


@pytest.mark.parametrize("page", sorted((module.HERE / "pages").glob("*.html")), ids=lambda page: page.stem)
def test_no_page_lets_a_browser_ask_for_an_icon_that_is_not_there(page: Path) -> None:
    """It would be refused, and the refusal stands in the browser's list of what went wrong."""
    assert '<link rel="icon" href="data:,">' in page.read_text(encoding="utf-8")
