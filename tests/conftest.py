"""What every test stands on: no network, and a folder of its own for everything a person would own."""

import importlib.util
import os
import signal
import socket
import struct
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

NO_NETWORK = Path(__file__).parent / "no_network"
ATTEMPTS = "DTX_TEST_NETWORK_ATTEMPTS"
NAMESPACE = "DTX_TEST_NETWORK_NAMESPACE"
FULL = os.environ.get("DTX_FULL") == "1"
BRIEF = os.environ.get("DTX_BRIEF") == "1"
NOT_OURS = ("NO_COLOR", "FORCE_COLOR", "TEXTUAL", "ACCESSIBLE", "COLUMNS", "LINES", "ESCDELAY", "PYTHONWARNINGS", "DTX_")
KEEP = ("DTX_TEST_", "DTX_FULL", "DTX_BRIEF")
LONGEST = (
    "tests/live/test_timing.py",
    "tests/sound/test_heard.py",
    "tests/live/",
    "tests/sound/test_sound_page.py",
    "tests/tui/",
    "tests/host/test_hostile_plugin.py",
    "tests/test_cli_process.py",
    "tests/cli/",
    "tests/test_layers.py",
)
"""Files that take long, longest first: they begin first, so that no worker is left alone with one at the end."""

LONGEST_SLOW_S = 2400
"""A slow test that takes longer hangs; for the others pyproject.toml says so."""

ONCE = (
    "tests/authors/test_handover.py",
    "tests/authors/test_planning.py",
    "tests/authors/test_recordings.py",
    "tests/cli/test_check.py",
    "tests/cli/test_keeping.py",
    "tests/engine/test_state_space.py",
    "tests/host/test_hostile_plugin.py",
    "tests/host/test_hurting_yaml.py",
    "tests/live/",
    "tests/media/",
    "tests/plugins/test_wording_of_plugins.py",
    "tests/records/test_power.py",
    "tests/sessions/test_rendering.py",
    "tests/sharing/fhir/",
    "tests/sound/test_bringing.py",
    "tests/sound/test_clock.py",
    "tests/sound/test_doctor_line.py",
    "tests/sound/test_heard.py",
    "tests/sound/test_late.py",
    "tests/sound/test_loudness.py",
    "tests/sound/test_microphone.py",
    "tests/sound/test_sound_page.py",
    "tests/sound/test_speech.py",
    "tests/test_author_docs.py",
    "tests/test_docs.py",
    "tests/test_half_characters.py",
    "tests/test_language.py",
    "tests/test_layers.py",
    "tests/tui/",
)
"""What takes long and hangs on no version of Python: with DTX_BRIEF=1 it is left out, and `.ci/run` runs it on the newest one."""

EACH = ("tests/tui/test_pages.py", "tests/tui/test_session.py")
"""Yet these are run on each: every page, and a session from its first to its last key."""

# Clocks are left out: how long an example takes says how busy the machine is.
EXAMPLES = 100 if FULL else 8 if BRIEF else 25
settings.register_profile("dtx", max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dtx")


def leave_the_network() -> str:
    """Move this process, and all it will start, into a network namespace without a way out. Returns what came of it.

    It runs while this file is imported: before xdist starts its workers (they inherit it) and before there is any thread.
    """
    if sys.platform != "linux":
        return "refused by an audit hook in every Python process (no namespaces on this system)"
    new_user, new_net = 0x10000000, 0x40000000
    uid, gid = os.geteuid(), os.getegid()
    try:
        try:
            unshare(new_net)
        except OSError:
            unshare(new_user | new_net)
            for name, line in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
                Path(f"/proc/self/{name}").write_text(line)
            raise_loopback()
            drop_capabilities()
        else:
            raise_loopback()
    except OSError as problem:
        if os.environ.get("CI") == "true":
            raise pytest.UsageError(f"CI=true, and this machine refuses a network namespace: {problem}.") from problem
        return f"refused by an audit hook in every Python process (no namespace: {problem.strerror})"
    return "none: a network namespace with nothing in it, and an audit hook in every Python process"


def raise_loopback() -> None:
    """A new namespace has a loopback that is down. The few tests that serve or send need it; for all others the audit hook stays shut."""
    import fcntl

    set_flags, up = 0x8914, 1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh22x", b"lo", up))


def unshare(flags: int) -> None:
    """`unshare(2)`; `os.unshare` is new in Python 3.12."""
    if sys.version_info >= (3, 12):
        os.unshare(flags)
        return
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(flags):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def heed_signals() -> None:
    """A program started in the background may have been told to ignore signals, and would hand that on to all it starts."""
    for name, usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL), ("SIGTERM", signal.SIG_DFL)):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, usual)


def drop_capabilities() -> None:
    """A new user namespace makes its first process almighty inside, and file modes would no longer hold for it."""
    import ctypes

    version_3, no_capabilities = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(version_3, no_capabilities):
        raise OSError(ctypes.get_errno(), "the capabilities of the new namespace cannot be dropped")


def watch_the_network() -> None:
    """Load the audit hook here, and let every child find it first on its path."""
    spec = importlib.util.spec_from_file_location("no_network", NO_NETWORK / "sitecustomize.py")
    assert spec is not None and spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(NO_NETWORK), os.environ.get("PYTHONPATH")]))
    handle, os.environ[ATTEMPTS] = tempfile.mkstemp(prefix="dtx-network-")
    os.close(handle)


if NAMESPACE not in os.environ:  # a worker of xdist inherits all of it
    heed_signals()
    os.environ[NAMESPACE] = leave_the_network()
    watch_the_network()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes minutes; runs only with DTX_FULL=1")
    config.addinivalue_line("markers", "alone: measures milliseconds; `.ci/run --full` lets nothing else run beside it")


def pytest_report_header() -> list[str]:
    once = [f"left out, and run on the newest Python: {', '.join(ONCE)}"] if BRIEF else []
    return [f"network: {os.environ[NAMESPACE]}", f"slow tests: {'run' if FULL else 'left out (DTX_FULL=1 runs them)'}", *once]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if FULL and getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("slow")  # with DTX_FULL=1 it goes through four times as many examples
    items.sort(key=lambda item: next((place for place, name in enumerate(LONGEST) if item.nodeid.startswith(name)), len(LONGEST)))
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.timeout(LONGEST_SLOW_S))
    left_out = {item for item in items if is_left_out(item)}
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def is_left_out(item: pytest.Item) -> bool:
    if not FULL and item.get_closest_marker("slow"):
        return True
    return BRIEF and item.nodeid.startswith(ONCE) and not item.nodeid.startswith(EACH)


homes = count()


def attempts() -> str:
    return Path(os.environ[ATTEMPTS]).read_text(encoding="utf-8")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput") and attempts():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if text := attempts():
        terminalreporter.section("something tried to use the network", red=True)
        terminalreporter.write_line(text)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        Path(os.environ[ATTEMPTS]).unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def dtx_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh place for all that a person owns, in a terminal that is the same everywhere. Most tests never make the folder."""
    for name in [name for name in os.environ if name.startswith(NOT_OURS) and not name.startswith(KEEP)]:
        monkeypatch.delenv(name)
    home = tmp_path_factory.getbasetemp() / f"dtx_home{next(homes)}"
    monkeypatch.setenv("DTX_HOME", str(home))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("PYTHONUTF8", "1")
    monkeypatch.setenv("DTX_LANGUAGE", "en")
    yield home


@pytest.fixture
def nothing_to_mention(dtx_home: Path) -> None:
    """The gate's questions have just been answered, so that the next session begins at once."""
    from tests.people import well

    well(dtx_home)


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """This test, and what it starts, may talk to this machine itself: for what serves or sends, and for nothing else."""
    monkeypatch.setenv("DTX_TEST_LOOPBACK", "1")
