"""Who may come in: the one browser that opened the link, and no web page that merely runs in it.

A server on loopback can be reached by every program and by every web page on the computer. So each request must name this very
server (a foreign `Host` is DNS rebinding), come from a page of this very server (`Origin`), and bring the cookie that only the link
gives. The link works once. Everything lies below a path nobody can guess, and the cookie is sent to that path alone: cookies know no
ports, and another server on this computer would be shown it otherwise.
"""

from collections.abc import Awaitable, Callable
from hmac import compare_digest
from secrets import token_urlsafe

from aiohttp import web

COOKIE = "dtx"
LONG = 32
"""Bytes of chance in each secret."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Guard:
    """Stands before the server on this port of 127.0.0.1. `origin` is what its pages come from."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.origin = f"http://{self.host}"
        self.room = f"/{token_urlsafe(LONG)}/"
        self._token: str | None = token_urlsafe(LONG)
        self._cookie = token_urlsafe(LONG)

    @property
    def link(self) -> str:
        """What to open, once."""
        return f"{self.origin}/open/{self._token or 'used'}"

    def open(self, token: str, response: web.StreamResponse) -> bool:
        """Give the cookie to whoever has the link, the first time. False for everybody else, and from then on for all."""
        right = self._token is not None and compare_digest(token.encode(), self._token.encode())
        if right:
            self._token = None
            response.set_cookie(COOKIE, self._cookie, path=self.room, httponly=True, samesite="Strict")
        return right

    def says_no(self, request: web.Request) -> bool:
        """Whether this request is none of ours."""
        origin = request.headers.get("Origin")
        if request.host != self.host or (origin is not None and origin != self.origin):
            return True
        if request.headers.get("Upgrade") is not None and origin is None:  # a browser always says who opens a socket
            return True
        if request.path.startswith("/open/"):
            return False
        brought = request.cookies.get(COOKIE, "")
        return not (request.path.startswith(self.room) and compare_digest(brought.encode(), self._cookie.encode()))
