"""Files that were made to hurt: `python -m tests.host.bombs LOADER` reads each, and says how long it took and how much memory."""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.host.texts import HEAD, STEPS, TIMED


def bombs() -> Iterator[str]:
    yield "[" * 60_000
    yield "\n".join("[" * 4_000 for _ in range(15))
    yield "\n".join("{a: " * 1_000 for _ in range(15))
    yield "\n".join("- " * 2_000 for _ in range(15))
    yield "\n".join("? " * 2_000 for _ in range(15))
    yield "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a]\n" for n in range(2_000))
    yield "\n".join(" " * depth + "a:" for depth in range(300))
    yield STEPS + "  - silence: 4\n" * 4_000
    yield STEPS + "  - pase: 4\n" * 4_000
    yield (
        STEPS
        + "  - say: 4\n" * 100
        + "  - repeat: 100\n    steps:\n      - repeat: 100\n        steps:\n          - breathe: 4-6\n            times: 500\n"
    )
    yield STEPS + f"  - silence: {'9' * 4_000}\n  - repeat: {'9' * 4_000}\n    steps: [silence: 1]\n"
    yield TIMED + "".join(f"key{n}: x\n" for n in range(4_000))
    yield "a: '" + "'" * 4_000 + "\n" + "'" * 4_000
    yield from crowds()


def crowds() -> Iterator[str]:
    """Files in which very many things are held against very many others."""
    asked = "".join(f"  - ask: a\n    save: n{n}\n" for n in range(1_000))
    yield STEPS + asked + "".join(f"  - say: '{' '.join(f'{{{n}a{m}}}' for m in range(400))}'\n" for n in range(10))
    yield STEPS + asked + "".join(f"  - silence: 1\n    when: m{n} = 1\n" for n in range(1_000))
    yield TIMED + "options:\n" + "".join(f"  o{n}: {{type: whole, instead_of: p{n}}}\n" for n in range(1_500)) + "steps: [silence: 1]\n"
    yield STEPS.replace("flags:", "media_licences:\n" + "".join(f"  '*a*b*{n}': x\n" for n in range(3_000)) + "flags:") + "  - silence: 1\n"
    many = ", ".join(f"{n} " + "wo " * 450 for n in range(29))
    told = "".join(f"  - say: '{'{a}' * 1_200}'\n" for _ in range(4))
    yield STEPS + f"  - several: a\n    save: a\n    from:\n      - {many.replace(', ', chr(10) + '      - ')}\n{told}  - pase: 1\n"
    yield STEPS + "".join(f"  - {{say: a, picture: x{n}.txt, alt: a}}\n" for n in range(1_300))
    yield STEPS + "".join(f"  - {{say: a, picture: p{n % 200}.txt, alt: a}}\n" for n in range(1_300))
    yield HEAD + "activities:\n" + "".join(f"  - {{id: a{n}, title: a, minutes: 1, step: [silence: 1]}}\n" for n in range(1_000))
    yield STEPS.replace("title: Desk", "title: PSEQ Desk") + "  - rate: a\n" * 4_000


def read_all(loader: str) -> None:
    """Read every one as its own plugin, with pictures beside it, and print what came of it as JSON."""
    import yaml

    from dtx.host import yaml_reader
    from dtx.host.manifest import ManifestProblems, read_manifest

    yaml_reader.LOADER = getattr(yaml, loader)
    came: list[list[float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(bombs()):
            (plugin := Path(folder) / f"bomb{number}").mkdir()
            (plugin / "plugin.yaml").write_text(text, encoding="utf-8")
            for one in range(200 if "picture" in text else 0):
                (plugin / f"p{one}.txt").write_text("x" * 31 + "\n" + "y\n" * 2_000, encoding="utf-8")
            began = time.process_time()
            try:
                read_manifest(plugin)
                came.append([len(text.encode()), 0, time.process_time() - began])
            except ManifestProblems as problems:
                came.append([len(text.encode()), len(problems.problems), time.process_time() - began])
    json.dump({"came": came, "megabytes": most_megabytes()}, sys.stdout)


def most_megabytes() -> float:
    """The most memory that this process had. On Linux getrusage also knows of the process that this one was split off from."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * (1024 if sys.platform == "darwin" else 1))


if __name__ == "__main__":
    read_all(sys.argv[1])
