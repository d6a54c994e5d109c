"""The server behind `dtx serve`: textual-serve's page and protocol on loopback, for one browser and one window at a time."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from html import escape
from pathlib import Path
from string import Template

from aiohttp import web
from textual_serve.server import Server, to_int

from dtx.errors import DtxError
from dtx.language import _, language
from dtx.paths import reason
from dtx.served.child import Child, within
from dtx.served.guard import Guard, Handler

HERE = Path(__file__).parent
PATIENCE_S = 5.0
"""How long a second window waits for the first to close: one that is loaded again comes a moment before its old self is gone."""
LARGEST = 1024 * 1024
"""Bytes of one message from the browser."""

SMALLEST_LETTERS, LARGEST_LETTERS = 8, 72

BEGINS = _("One moment, dtx begins…")
SOUND = _("The sound plays on the computer on which dtx runs, not in the browser.")
CLOSED = _("dtx is not open in this window now. What you entered is saved.")
ELSEWHERE = _("If it is open in another window, close it there first.")
AGAIN = _("Open it here")
USED = _("This link has been used, or is not the right one.")
NEW_LINK = _("Each link opens dtx once, in one browser. For a new one, end `dtx serve` with Ctrl+C and start it again.")


class Served(Server):
    """Serves the app at `guard.link` on 127.0.0.1. `options` are dtx's own, for the app; `port` 0 takes any that is free.

    Raises DtxError where the port cannot be had.
    """

    def __init__(self, options: Sequence[str] = (), port: int = 0, letters: int = 16, patience_s: float = PATIENCE_S) -> None:
        self._socket = listening(port)
        number = self._socket.getsockname()[1]
        super().__init__("dtx", "127.0.0.1", number, "dtx")
        self.options, self.letters, self.patience_s = options, letters, patience_s
        self.guard = Guard(number)
        self._window = asyncio.Lock()
        self._open: web.WebSocketResponse | None = None

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Serve for as long as this is entered, and let an open app close in order afterwards."""
        runner = web.AppRunner(await self._make_app(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.SockSite(runner, self._socket).start()
        try:
            yield
        finally:
            if self._open is not None:
                await self._open.close()
            async with self._window:  # it is given back when the app has closed
                await runner.cleanup()

    async def until_ended(self, begun: Callable[[], None]) -> int:
        """Serve until a signal comes, and return 128 + its number. `begun` is called when the link works."""
        ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def end(number: int) -> None:
            if not ended.done():
                ended.set_result(128 + number)

        if sys.platform != "win32":
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(number, end, number)
        async with self.serving():
            begun()
            return await ended

    async def _make_app(self) -> web.Application:
        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            if self.guard.says_no(request):
                return self._refused()
            return await handler(request)

        app = web.Application(middlewares=[guarded])
        room = self.guard.room
        app.add_routes(
            [
                web.get("/open/{token}", self.handle_link, allow_head=False),
                web.get(room, self.handle_page),
                web.get(f"{room}ws", self.handle_websocket),
                web.static(f"{room}static", self.statics_path),
                web.static(f"{room}own", HERE / "own"),
            ]
        )
        app.on_response_prepare.append(self._harden)
        return app

    async def _harden(self, request: web.Request, response: web.StreamResponse) -> None:
        allowed = (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",  # the terminal measures its letters so
            "font-src 'self'",
            "img-src 'self' data: blob:",
            f"connect-src 'self' ws://{self.guard.host}",
            *("base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"),
        )
        response.headers.update(
            {
                "Content-Security-Policy": "; ".join(allowed),
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
                "X-Frame-Options": "DENY",
                "Cache-Control": "no-store",
                "Server": "dtx",
            }
        )

    def _refused(self, status: int = 403) -> web.Response:
        return web.Response(text=filled("refused.html", words=USED, more=NEW_LINK), content_type="text/html", status=status)

    async def handle_link(self, request: web.Request) -> web.StreamResponse:
        """Give the cookie, and go on to the page by itself: a redirect of a page elsewhere would not bring the cookie along."""
        response = web.Response(text=filled("link.html", room=self.guard.room), content_type="text/html")
        return response if self.guard.open(request.match_info["token"], response) else self._refused()

    async def handle_page(self, request: web.Request) -> web.StreamResponse:
        letters = min(max(to_int(request.query.get("fontsize", ""), self.letters), SMALLEST_LETTERS), LARGEST_LETTERS)
        words = {"begins": BEGINS, "sound": SOUND, "closed": CLOSED, "elsewhere": ELSEWHERE, "again": AGAIN}
        address = f"ws://{self.guard.host}{self.guard.room}ws"
        page = filled("page.html", room=self.guard.room, socket=address, letters=str(letters), language=language(), **words)
        return web.Response(text=page, content_type="text/html")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One window at a time. Raises HTTPConflict for another one while it is open."""
        try:
            await asyncio.wait_for(self._window.acquire(), self.patience_s)
        except TimeoutError:
            raise web.HTTPConflict(text=ELSEWHERE) from None
        try:
            return await self._one_window(request)
        finally:
            self._open = None
            self._window.release()

    async def _one_window(self, request: web.Request) -> web.WebSocketResponse:
        window = web.WebSocketResponse(heartbeat=15, max_msg_size=LARGEST)
        await window.prepare(request)
        self._open = window

        async def close() -> None:
            await window.close()

        child = Child("dtx", write_bytes=window.send_bytes, write_str=window.send_str, close=close, download_manager=self.download_manager)
        child.options = self.options
        size = (to_int(request.query.get(name, ""), usual) for name, usual in (("width", 80), ("height", 24)))
        closing: asyncio.Task[None] | None = None
        try:
            await child.start(*within(*size))
            closing = asyncio.create_task(self._close_after(child, window))
            with suppress(AssertionError, LookupError, TypeError, ValueError, AttributeError):  # no message of the page's
                await self._process_messages(window, child)
        finally:
            if closing is not None:
                closing.cancel()
            await child.stop()
            await window.close()
        return window

    async def _close_after(self, child: Child, window: web.WebSocketResponse) -> None:
        await child.over()
        await window.close()


def listening(port: int) -> socket.socket:
    """A socket on loopback and nowhere else. Raises DtxError."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(("127.0.0.1", port))
        made.listen()
    except OSError as error:
        made.close()
        raise DtxError(
            _("Port {port} cannot be used ({strerror}).").format(port=port, strerror=reason(error)),
            _("Choose another with --port, or leave it out."),
        ) from error
    return made


def filled(name: str, **values: str) -> str:
    page = Template((HERE / "pages" / name).read_text(encoding="utf-8"))
    return page.substitute({key: escape(value) for key, value in values.items()})
