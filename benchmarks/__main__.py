"""`python -m benchmarks [NAME]…`: print the ratios. What cannot be measured here is a failure; a ratio that is over is not."""

import platform
import sys
import time
from multiprocessing import get_context

from benchmarks.measure import measured

BENCHMARKS = (
    "imports",
    "opening",
    "rehearsing",
    "append",
    "exporting",
    "years",
    "keeping",
    "first_frame",
    "pacer",
    "answering",
    "lateness",
    "drift",
    "sound",
    "mixing",
    "rendering",
)


def main(names: list[str]) -> int:
    if unknown := set(names) - set(BENCHMARKS):
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}. Ratios count, times depend on the machine.\n")
    print(f"{'what':<44} {'dtx':>10} {'baseline':>10} {'ratio':>7} {'want':>7}       against")
    failed, begin = 0, time.perf_counter()
    for name in names or BENCHMARKS:
        # each in a process of its own: what a program is said to have in memory counts that of the one that started it
        measuring = get_context("spawn").Process(target=measured, args=(name,))
        measuring.start()
        measuring.join()
        failed += measuring.exitcode != 0
    print(f"\n{time.perf_counter() - begin:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
