"""Refuse every way out to a network in this Python process, and write down who tried.

It stands on PYTHONPATH while the tests run, so child processes load it as they start; `tests/conftest.py` loads it into its own.
"""

import os
import socket
import sys
import traceback
from typing import Any

ATTEMPTS = "DTX_TEST_NETWORK_ATTEMPTS"
"""The environment variable that names the file every attempt is written to."""
LOOPBACK = "DTX_TEST_LOOPBACK"
"""Set to 1 for a test of what serves or sends: it may talk to this machine itself, and to nobody else."""
HERE = ("127.0.0.1", "::1", "localhost", None)

WITH_SOCKET = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
PAIRS = {"socketpair", "_fallback_socketpair"}


def refuse(event: str, args: tuple[Any, ...]) -> None:
    """The audit hook. Raises `PermissionError` for anything that is not a socket of this machine's own file system."""
    if event not in WITH_SOCKET and event not in LOOK_UPS:
        return
    if event in WITH_SOCKET and (args[0].family == getattr(socket, "AF_UNIX", None) or inside_a_pair()):
        return
    target = args[1] if event in WITH_SOCKET else args[0]
    if os.environ.get(LOOPBACK) == "1" and (target[0] if isinstance(target, tuple) else target) in HERE:
        return
    if path := os.environ.get(ATTEMPTS):
        with open(path, "a", encoding="utf-8") as file:  # noqa: PTH123 - pathlib is not loaded yet in a child that starts
            file.write(f"{event} {target!r} in process {os.getpid()}\n{''.join(traceback.format_stack(limit=6)[:-1])}\n")
    raise PermissionError(f"No test may use the network: {event} {target!r}.")


def inside_a_pair() -> bool:
    """Whether the standard library is making a pair of sockets: Windows has no other way to build one than over loopback."""
    code = sys._getframe(2).f_code
    return code.co_name in PAIRS and code.co_filename == socket.__file__


sys.addaudithook(refuse)
