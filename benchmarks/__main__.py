"""`python -m benchmarks [NAME]…`: print the ratios. What cannot be measured here is a failure; a ratio that is over is not."""

import importlib
import platform
import sys
import time

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
        try:
            for row in importlib.import_module(f"benchmarks.{name}").rows():
                want = f"{row.most:g}" if row.most is not None else ""
                print(
                    f"{row.what:<44} {row.ours:>7.2f} {row.unit:<2} {row.baseline:>7.2f} {row.unit:<2} {row.ratio:>7.3f} {want:>7} "
                    f"{row.verdict:<5} {row.against}",
                    flush=True,
                )
        except Exception as problem:
            failed += 1
            print(f"{name}: could not be measured: {problem!r}", flush=True)
    print(f"\n{time.perf_counter() - begin:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
