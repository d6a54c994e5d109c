"""The guard against the network bites, here and in every process a test starts."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = """
import socket
for attempt in (lambda: socket.create_connection(("192.0.2.1", 80), timeout=1), lambda: socket.getaddrinfo("example.org", 443)):
    try:
        attempt()
    except PermissionError as problem:
        print(problem)
"""


@pytest.fixture
def attempts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of their own for the attempts made on purpose."""
    file = tmp_path / "attempts"
    monkeypatch.setenv("DTX_TEST_NETWORK_ATTEMPTS", str(file))
    return file


def test_looking_up_a_name_is_refused_and_written_down(attempts: Path) -> None:
    with pytest.raises(PermissionError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)
    assert "socket.getaddrinfo 'example.org'" in attempts.read_text()
    assert "test_network.py" in attempts.read_text(), "the attempt says who made it"


@pytest.mark.parametrize("act", ["connect", "bind", "sendto", "connect_ex"])
def test_a_socket_can_neither_go_out_nor_listen(attempts: Path, act: str) -> None:
    where = ("127.0.0.1", 9)
    kind = socket.SOCK_DGRAM if act == "sendto" else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as sock, pytest.raises(PermissionError, match="No test may use the network"):
        if act == "sendto":
            sock.sendto(b"x", where)
        else:
            getattr(sock, act)(where)
    assert "127.0.0.1" in attempts.read_text()


def test_a_child_process_is_refused_too(attempts: Path) -> None:
    child = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=True)
    assert child.stdout.count("No test may use the network") == 2
    assert attempts.read_text().count("in process") == 2


def test_processes_on_this_machine_may_still_talk_to_each_other(attempts: Path) -> None:
    left, right = socket.socketpair()
    with left, right:
        left.sendall(b"hello")
        assert right.recv(5) == b"hello"
    assert not attempts.exists()


def test_who_may_use_the_loopback_may_use_nothing_else(attempts: Path, loopback: None) -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
        assert not attempts.exists()
        with pytest.raises(PermissionError), socket.socket() as out:
            out.connect(("192.0.2.1", 80))
    with pytest.raises(PermissionError):
        socket.getaddrinfo("example.org", 443)


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_on_linux_there_is_no_network_to_reach() -> None:
    """What the audit hook cannot see (a C library) has nowhere to go either."""
    if not os.environ["DTX_TEST_NETWORK_NAMESPACE"].startswith("none"):
        pytest.skip("this machine refused a namespace; the header of the run says why")
    routes = Path("/proc/self/net/route").read_text().splitlines()[1:]
    assert routes == [], "no route to anywhere but this machine itself"


def test_an_attempt_nobody_expected_fails_the_whole_run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when the code under test swallows the refusal, and every test passes."""
    pytester.mkdir("no_network")
    for name in ("conftest.py", "no_network/sitecustomize.py"):
        (pytester.path / name).write_text((Path(__file__).parent / name).read_text())
    pytester.makepyfile(
        """
        import contextlib, socket
        def test_quiet():
            with contextlib.suppress(OSError):
                socket.getaddrinfo("example.org", 443)
        """
    )
    monkeypatch.delenv("DTX_TEST_NETWORK_NAMESPACE")
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*something tried to use the network*", "*example.org*"])
