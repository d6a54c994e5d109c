"""Windows other than this one: Python processes that run a few lines against the same store."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
Process = subprocess.Popen[str]


@contextmanager
def window(script: str, *arguments: object) -> Iterator[Process]:
    """A process that runs `script`; when the block ends it is waited for, or killed if the block failed."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-c", script, *map(str, arguments)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": path}
    ) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def said(script: str, *arguments: object) -> str:
    """What `script` prints. It ends well within a minute."""
    with window(script, *arguments) as process:
        text, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return text
