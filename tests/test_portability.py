"""Every module loads where there is no POSIX: proved without a Windows machine, by taking away what Windows does not have."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

AS_ON_WINDOWS = """
import asyncio, ctypes, importlib, importlib.util, logging.handlers, multiprocessing, os, pathlib, signal, socket, sqlite3
import subprocess, sys, tempfile, time, types, webbrowser, zoneinfo
import aiohttp.web, click, filelock, icalendar, platformdirs, pluggy, pydantic, textual.app, textual.widgets, textual_serve.server, yaml
for name in {foreign!r}:
    importlib.import_module(name)

for name in "crypt curses fcntl grp posix pty pwd readline resource spwd syslog termios tty".split():
    sys.modules[name] = None
for name in "msvcrt winreg winsound _winapi".split():
    sys.modules[name] = types.ModuleType(name)
for module, names in {{
    os: "chown chroot fchmod fchown fork forkpty getegid geteuid getgid getgroups getloadavg getpgid getpgrp getpriority getsid getuid "
        "killpg lchown mkfifo nice openpty posix_fadvise posix_fallocate posix_spawn pread pwrite register_at_fork "
        "sched_getaffinity sched_setaffinity sendfile setegid seteuid setgid setpgid setpriority setsid setuid statvfs sync tcgetpgrp "
        "tcsetpgrp ttyname uname unshare wait wait3 wait4 waitid WNOHANG WIFEXITED WEXITSTATUS "
        "O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK O_SYNC",
    signal: "SIGALRM SIGBUS SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGUSR1 SIGUSR2 SIGWINCH "
            "alarm pause pthread_kill pthread_sigmask setitimer sigwait",
    time: "clock_gettime tzset CLOCK_BOOTTIME CLOCK_MONOTONIC",
    socket: "AF_UNIX",
}}.items():
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
real, sys.platform = sys.platform, "win32"  # not os.name: pathlib reads that at run time

failed = []
for name in {modules!r}:
    try:
        importlib.import_module(name)
    except Exception as problem:
        failed.append(f"{{name}}: {{problem!r}}")
sys.platform = real
print("\\n".join(failed))
"""


def test_every_module_and_plugin_loads_without_posix() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((ROOT / "dtx").rglob("*.py"))
        if path.name != "__main__.py"
    ]
    plugins = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sorted((ROOT / "plugins").rglob("*.py"))]
    foreign = ["textual.drivers.linux_driver"] if sys.platform != "win32" else []
    code = AS_ON_WINDOWS.format(modules=modules + plugins, foreign=foreign)
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert child.returncode == 0, child.stderr
    assert child.stdout.split("\n") == ["", ""]
    assert len(modules) > 10
    assert plugins
