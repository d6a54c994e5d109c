"""One request to a FHIR server: over a safe line, with the token where nobody reads it, and to nobody else than was meant."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dtx import paths
from dtx.engine.export import GONE, PARTS
from dtx.errors import DtxError, Unknown
from dtx.records.removal import Removal
from dtx.records.store import Store
from dtx.sharing.fhir import server
from dtx.sharing.fhir.server import TOKEN, Server, address, patient, token
from tests.commands import ROOT, Commands, child
from tests.sharing.fhir.fake_server import FakeServer


class Listening:
    """A server on loopback: what came, and what it answers with."""

    def __init__(self) -> None:
        self.fake = FakeServer()
        self.came: list[dict[str, Any]] = []
        self.wait = threading.Event()
        self.wait.set()
        self.answer: tuple[int, dict[str, str], bytes] | None = None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.wait.wait(5)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.came.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
                if outer.answer is None:
                    given = outer.fake.post(body)
                    status, headers, content = given.status, {}, given.body
                else:
                    status, headers, content = outer.answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who hung up need not be told
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/fhir"

    def __enter__(self) -> "Listening":
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def listening(loopback: None) -> Iterator[Listening]:
    with Listening() as server:
        yield server


@pytest.fixture
def dtx(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Commands:
    commands = Commands(capsys, monkeypatch, tmp_path)
    commands.session("breathing.coherent_46", "--at", "2026-05-01T09:30:00+01:00", answers={"before.pain": 6, "after.pain": 4})
    return commands


def lines(dtx: Commands) -> list[tuple[int, int, bool]]:
    """What left: of each line, how many sessions, to how many the server said yes, and whether to all of it."""
    return [(share["sessions"], share["accepted"], share["complete"]) for share in dtx("shared", "--json").json]


# -- addresses and tokens


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("https://fhir.example/r4/", "https://fhir.example/r4"),
        ("https://fhir.example:8443", "https://fhir.example:8443"),
        ("http://127.0.0.1:8080/fhir", "http://127.0.0.1:8080/fhir"),
        ("http://localhost:1/", "http://localhost:1"),
        ("http://[::1]:8080/fhir", "http://[::1]:8080/fhir"),
        (" https://fhir.example ", "https://fhir.example"),
    ],
)
def test_an_address_is_https_or_this_machine_itself(given: str, base: str) -> None:
    assert address(given) == base


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("http://fhir.example/r4", "Use https"),
        ("http://127.0.0.1.fhir.example", "Use https"),
        ("http://localhost.example", "Use https"),
        ("http://0.0.0.0:8080", "Use https"),
        ("ftp://fhir.example", "no address"),
        ("file:///etc/passwd", "no address"),
        ("fhir.example", "no address"),
        ("", "no address"),
        ("https://", "no address"),
        ("https://fhir.example:port", "no address"),
        ("https://[::1", "no address"),
        ("https://fhir.example/a b", "no address"),
        ("https://fhir.example/r4?token=abc", "no base address"),
        ("https://fhir.example/r4#x", "no base address"),
        ("https://me:secret@fhir.example", "no name and no password"),
    ],
)
def test_everything_else_is_refused_before_anything_is_sent(given: str, says: str, dtx: Commands) -> None:
    with pytest.raises(Unknown, match=says):
        address(given)
    done = dtx("send", "--fhir", given)
    assert done.code == 2 and says in done.err.splitlines()[-1] and "secret" not in done.err


def test_the_token_comes_from_the_environment_or_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = ModuleType("keyring")
    ring.get_password = lambda service, name: f"for {service} {name}".replace(" ", "-")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", ring)
    assert token("https://fhir.example") == "for-dtx-https://fhir.example"
    monkeypatch.setenv(TOKEN, " abc.def \n")
    assert token("https://fhir.example") == "abc.def"
    monkeypatch.setenv(TOKEN, "abc\r\nX-Evil: 1")
    with pytest.raises(DtxError, match="no token has"):
        token("https://fhir.example")


def test_without_a_keyring_or_with_a_locked_one_there_is_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = ModuleType("keyring")

    def locked(service: str, name: str) -> str:
        raise RuntimeError("the keyring is locked")

    ring.get_password = locked  # type: ignore[attr-defined]
    for found in (ring, None):
        monkeypatch.setitem(sys.modules, "keyring", found)  # type: ignore[arg-type]
        assert token("https://fhir.example") is None


def test_there_is_no_option_for_the_token(dtx: Commands) -> None:
    assert "--token" not in dtx("send", "--help").out
    assert dtx("send", "--fhir", "https://fhir.example", "--token", "x").code == 2


@pytest.mark.parametrize(("given", "reference"), [("123", "Patient/123"), ("Patient/a-1.b", "Patient/a-1.b")])
def test_a_patient_is_an_id_or_a_reference(given: str, reference: str) -> None:
    assert patient(given) == reference
    for wrong in ("", "Group/1", "a b", "x" * 65, "../1"):
        with pytest.raises(Unknown):
            patient(wrong)


# -- over the line


def test_a_session_is_there_after_sending_and_once_after_sending_twice(dtx: Commands, listening: Listening) -> None:
    done = dtx("send", "--fhir", listening.address)
    assert (done.code, done.out) == (0, "1 sent just now, 0 there already.\n")
    assert f"sent to {listening.address}" in done.err and "cannot be taken back" in done.err
    assert len(listening.fake.of("Procedure")) == 1
    assert dtx("send", "--fhir", listening.address).out == "0 sent just now, 1 there already.\n"
    again = dtx("send", "--fhir", listening.address, "--again", "--json").json
    assert len(again["sent"]) == 1 and again["refused"] == [] and again["stopped"] is None
    assert len(listening.fake.of("Procedure")) == 1
    assert [share["went_to"] for share in dtx("shared", "--json").json] == [listening.address] * 2


def test_the_token_goes_along_and_stands_nowhere_else(dtx: Commands, listening: Listening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "s3cret-token")
    done = dtx("send", "--fhir", listening.address, "--json")
    assert {came["authorization"] for came in listening.came} == {"Bearer s3cret-token"}
    assert {(came["path"], came["content-type"]) for came in listening.came} == {("/fhir", "application/fhir+json; charset=utf-8")}
    assert "s3cret" not in done.out + done.err + json.dumps(dtx("shared", "--json").json)


def test_preview_and_a_missing_yes_send_nothing(dtx: Commands, listening: Listening) -> None:
    assert dtx("send", "--fhir", listening.address, "--preview").code == 0
    assert dtx("send", "--fhir", listening.address, "--include", PARTS[0]).code == 1
    assert listening.came == []


def test_where_there_is_nothing_nobody_is_asked_and_nothing_is_sent(dtx: Commands, listening: Listening) -> None:
    done = dtx("send", "--fhir", listening.address, "--until", "2020-01-01", "--include", "notes")
    assert (done.code, done.out) == (0, "0 sent just now, 0 there already.\n") and "nothing to share yet" in done.err
    assert listening.came == []


def test_a_refusal_ends_with_one_and_says_what_the_server_said(dtx: Commands, listening: Listening) -> None:
    listening.fake.refuse = lambda entry: "no such\x1b[2J code" if entry["resource"]["resourceType"] == "Procedure" else None
    done = dtx("send", "--fhir", listening.address)
    assert done.code == 1 and done.out == "0 sent just now, 0 there already.\n"
    assert "did not take in 1; nothing of them counts as sent." in done.err and "422: no such code" in done.err and "\x1b" not in done.err
    assert lines(dtx) == [(1, 0, False)]


def test_nobody_is_followed_to_another_place(dtx: Commands, listening: Listening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "s3cret-token")
    with Listening() as elsewhere:
        for status in (301, 302, 303, 307, 308):
            listening.answer = (status, {"Location": elsewhere.address}, b"")
            done = dtx("send", "--fhir", listening.address)
            assert done.code == 1 and f"send to {elsewhere.address} instead" in done.err
        assert elsewhere.came == []


@pytest.mark.parametrize(
    "answer", [(200, {"Content-Length": "1000"}, b"{"), (200, {}, b"no json"), (500, {}, b"<h1>oops"), (500, {"Content-Length": "9"}, b"")]
)
def test_half_an_answer_is_no_answer(dtx: Commands, listening: Listening, answer: Any) -> None:
    listening.answer = answer
    done = dtx("send", "--fhir", listening.address)
    assert done.code == 1 and done.out == "0 sent just now, 0 there already.\n"
    assert lines(dtx) == [(1, 0, False)], "the server has read it, whatever it says"


def test_nobody_at_home_is_a_sentence(dtx: Commands, listening: Listening) -> None:
    listening.__exit__()
    done = dtx("send", "--fhir", listening.address)
    assert done.code == 1 and f"{listening.address} did not answer" in done.err.splitlines()[-1]
    assert lines(dtx) == [], "nothing left"
    with pytest.raises(DtxError, match="did not answer"):
        Server(listening.address).post(b"{}")


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(
    dtx: Commands, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "TIMEOUT_S", 0.2)
    listening.wait.clear()
    done = dtx("send", "--fhir", listening.address)
    listening.wait.set()
    assert done.code == 1 and "did not answer" in done.err and lines(dtx) == [(1, 0, False)]


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_drips_is_not_waited_for_for_ever(
    dtx: Commands, loopback: None, monkeypatch: pytest.MonkeyPatch, beginning: bytes
) -> None:
    """Each byte comes soon enough after the one before."""
    monkeypatch.setattr(server, "WHOLE_S", 0.3)
    hung_up = threading.Event()

    def drip(door: socket.socket) -> None:
        line, _ = door.accept()
        with line:
            line.sendall(beginning)
            line.settimeout(0.01)
            while True:
                with suppress(TimeoutError):
                    if not line.recv(1 << 16):
                        break
                line.sendall(b"x")
        hung_up.set()

    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=drip, args=(door,), daemon=True)
        thread.start()
        done = dtx("send", "--fhir", f"http://127.0.0.1:{door.getsockname()[1]}")
        thread.join(10)
    assert done.code == 1 and "did not answer (it took too long)" in done.err and lines(dtx) == [(1, 0, False)]
    assert hung_up.is_set()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals of this kind on Windows")
def test_whoever_is_killed_after_it_left_has_it_in_the_list(dtx: Commands, loopback: None, dtx_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        command = [sys.executable, "-m", "dtx", "send", "--fhir", f"http://127.0.0.1:{door.getsockname()[1]}"]
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "DTX_HOME": str(dtx_home)}, stderr=subprocess.DEVNULL)
        door.settimeout(60)
        line, _ = door.accept()
        with line:
            came = line.recv(1)
            process.kill()
            process.wait()
    assert came == b"P" and lines(dtx) == [(1, 0, False)]
    assert "the server did not say yes to it, but may hold it" in dtx("shared").out


def test_after_erasing_an_export_says_that_something_was_erased_and_not_what(dtx: Commands, dtx_home: Path) -> None:
    assert "erased" not in dtx("export", "--to", "fhir").out
    session_id = dtx.sessions()[0]["session_id"]
    with Store.open(paths.database(dtx_home)) as store:
        Removal(store).erase([session_id], "2026-05-03T09:30:00+01:00")
    for form in ("fhir", "fhir-transaction", "fhir-ndjson"):
        done = dtx("export", "--to", form)
        assert done.code == 0 and GONE in done.out and session_id not in done.out


def test_in_a_process_of_its_own_it_opens_this_one_connection(dtx: Commands, listening: Listening) -> None:
    done = child("send", "--fhir", listening.address)
    assert (done.returncode, done.stdout) == (0, "1 sent just now, 0 there already.\n")
