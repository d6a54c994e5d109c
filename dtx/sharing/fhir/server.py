"""A FHIR server: where it is, who may write there, and one request to it. Only this module opens a connection that goes out."""

import ipaddress
import os
import re
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from dtx import __version__
from dtx.engine.words import clean
from dtx.errors import DtxError, Unknown
from dtx.language import _

TOKEN = "DTX_FHIR_TOKEN"
"""The environment variable that may hold the token. On the command line others could read it."""
SERVICE = "dtx"
TIMEOUT_S = 60.0
"""So long may a server say nothing."""
WHOLE_S = 300.0
"""So long may all of it take, from the connection to the end of the answer, however slowly it drips."""
MOST_BYTES = 50_000_000
EXAMPLE = _("Write it as in https://example.org/fhir.")


Leaving = Callable[[], None]
"""Called when the connection stands, just before the first byte of a bundle leaves."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status of HTTP and the body."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Server:
    """`address` is the base, without a slash at its end. `token` goes along as a bearer token."""

    address: str
    token: str | None = None

    def post(self, bundle: bytes, leaving: Leaving = lambda: None) -> Answer:
        """Post a bundle to the base. Raises DtxError where no answer came: then nobody knows whether it was taken in.

        Where `leaving` raises, nothing leaves, and that is raised.
        """
        headers = {
            "Content-Type": "application/fhir+json; charset=utf-8",
            "Accept": "application/fhir+json",
            "Prefer": "return=minimal",
            "User-Agent": f"dtx/{__version__}",
        }
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        base = self.address if urlsplit(self.address).path else f"{self.address}/"
        request = Request(base, data=bundle, headers=headers, method="POST")
        proxies = ProxyHandler({}) if is_loopback(urlsplit(self.address).hostname or "") else ProxyHandler()
        call = Call(leaving)
        try:
            with build_opener(proxies, NoRedirect, Told(call)).open(request, timeout=TIMEOUT_S) as reply:
                body = whole(reply.read(MOST_BYTES + 1))
                if call.cut:
                    raise TimeoutError(_("it took too long"))
                return Answer(reply.status, body)
        except HTTPError as error:
            with error:
                if 300 <= error.code < 400:
                    raise DtxError(
                        _("{address} wants it somewhere else.").format(address=self.address), moved(error.headers.get("Location"))
                    ) from None
                return Answer(error.code, explained(error))
        except (OSError, HTTPException, ValueError) as error:
            why = _("it took too long") if call.cut else clean(getattr(error, "reason", None) or error) or type(error).__name__
            raise DtxError(
                _("{address} did not answer ({why}).").format(address=self.address, why=why),
                _("Look at the address and the connection, and send again."),
            ) from None
        finally:
            call.over()


@dataclass(slots=True)
class Call:
    """One request and its answer: what is done before it leaves, and the end of all patience."""

    leaving: Leaving
    cut: bool = False
    line: socket.socket | None = None
    timer: Timer | None = field(default=None, repr=False)

    def begin(self, line: socket.socket) -> None:
        self.line = line.dup()  # whatever is made of the other one, this ends it
        self.timer = Timer(WHOLE_S, self.hang_up)
        self.timer.daemon = True
        self.timer.start()

    def hang_up(self) -> None:
        self.cut = True
        if self.line is not None:
            with suppress(OSError):
                self.line.shutdown(socket.SHUT_RDWR)

    def over(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer.join()
        if self.line is not None:
            self.line.close()


class Line(HTTPConnection):
    """A connection that tells its call when it stands."""

    call: Call

    def connect(self) -> None:
        super().connect()
        self.call.begin(self.sock)

    def request(self, *given: Any, **named: Any) -> None:
        self.connect()
        self.call.leaving()
        super().request(*given, **named)


class SafeLine(HTTPSConnection, Line):
    """The same, where nobody reads along: HTTPSConnection shakes hands on what `Line` has connected."""


def line(kind: type[Line], call: Call, host: str, **named: Any) -> Line:
    made = kind(host, **named)
    made.call = call
    return made


class Told(HTTPHandler, HTTPSHandler):
    """Opens lines that tell this call."""

    def __init__(self, call: Call) -> None:
        super().__init__()
        self.call = call

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(line, Line, self.call), req)

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(line, SafeLine, self.call), req)


class NoRedirect(HTTPRedirectHandler):
    """What is meant for one server goes to no other, and the token neither."""

    def redirect_request(self, *_: object) -> None:
        return None


def whole(body: bytes) -> bytes:
    if len(body) > MOST_BYTES:
        raise ValueError(_("the answer is too long"))
    return body


def explained(error: HTTPError) -> bytes:
    """The server's own words, where they came whole."""
    try:
        return error.read(MOST_BYTES)
    except (OSError, HTTPException):
        return b""


def moved(location: str | None) -> str:
    there = clean(location or "")[:200]
    return _("If you trust it, send to {there} instead.").format(there=there) if there else _("Ask the care team for the right address.")


def address(given: str) -> str:
    """The base address of a server. Raises `Unknown` for what is none, or would carry records over an open line."""
    given = given.strip()
    try:
        parts = urlsplit(given)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise Unknown(_("{given!r} is no address.").format(given=clean(given)), EXAMPLE) from None
    if parts.username is not None or parts.password is not None:  # the address itself is not repeated: there is a password in it
        raise Unknown(
            _("An address may hold no name and no password."), _("Put the token into the environment variable {token}.").format(token=TOKEN)
        )
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\x00-\x20\x7f]", given):
        raise Unknown(_("{given!r} is no address of a server.").format(given=clean(given)), EXAMPLE)
    if parts.query or parts.fragment:
        raise Unknown(_("{given!r} is no base address.").format(given=clean(given)), _("Leave out what follows the ? or #."))
    if parts.scheme == "http" and not is_loopback(host):
        raise Unknown(
            _("{given!r} is an open line: everybody between here and there could read along.").format(given=clean(given)), _("Use https.")
        )
    return given.rstrip("/")


def patient(given: str | None) -> str | None:
    """The reference of a Patient whom the server knows, from an id or a reference. Raises `Unknown` for what is neither."""
    if given is None:
        return None
    found = re.fullmatch(r"(?:Patient/)?([A-Za-z0-9.-]{1,64})", given.strip())
    if found is None:
        raise Unknown(
            _("{given!r} is no id of a patient.").format(given=clean(given)), _("The care team can tell it; it looks like Patient/123.")
        )
    return f"Patient/{found[1]}"


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def token(address: str) -> str | None:
    """The token for this server, from the environment or the system's keyring, or None. Raises DtxError for what cannot be one."""
    found = os.environ.get(TOKEN) or from_keyring(address)
    if not found or not found.strip():
        return None
    found = found.strip()
    if not re.fullmatch(r"[!-~]+", found):
        raise DtxError(
            _("The token has characters that no token has."), _("Copy it again, into {token} or the keyring.").format(token=TOKEN)
        )
    return found


def from_keyring(address: str) -> str | None:
    try:
        import keyring

        found: str | None = keyring.get_password(SERVICE, address)
        return found
    except Exception:  # not installed, locked, or there is none on this machine: then there is no token in it
        return None
