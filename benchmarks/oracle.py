"""The second opinion on `dtx.care.estimate`: the same model in PyMC, which is no dependency of ours.

    pip install pymc && python -m benchmarks.oracle tests/care/pymc.json

writes what PyMC finds for three simulated people beside what was given to it; `tests/care/test_estimate.py` holds our own numbers
against that file, and this prints how far they are apart and how long each took.
"""

import json
import random
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from dtx.care.estimate import MIDDLE_SD, NONE, SLOPE_SD, SPREAD_SD, USUAL_SLOPE, Sums, guesses

SEEDS = (1, 2, 3, 4)
SESSIONS = 48
ACTIVITIES = 8


def sessions(seed: int) -> list[tuple[int, int, int]]:
    """One simulated person: the activity, pain before and the change of each session."""
    chance = random.Random(seed)
    truth = [chance.gauss(-0.5, 0.8) for _ in range(ACTIVITIES)]
    pain, found = 5.0, []
    for number in range(SESSIONS):
        pain = 5 + 0.7 * (pain - 5) + chance.gauss(0, 1.4)
        before = min(10, max(0, round(pain)))
        activity = number if number < ACTIVITIES else chance.randrange(ACTIVITIES)
        after = min(10, max(0, round(before + truth[activity] - 0.3 * (before - 5) + chance.gauss(0, 1.8))))
        found.append((activity, before, after - before))
    return found


def summed(data: list[tuple[int, int, int]]) -> dict[str, Sums]:
    found = {str(number): NONE for number in range(ACTIVITIES)}
    for activity, before, change in data:
        found[str(activity)] = found[str(activity)].then(before, change)
    return found


def pymc_means(data: list[tuple[int, int, int]]) -> tuple[list[float], list[float]]:
    """Posterior means and standard deviations of the eight activities."""
    import numpy
    import pymc

    activity, before, change = (list(column) for column in zip(*data, strict=True))
    usual = sum(before) / len(before)
    with pymc.Model():
        middle = pymc.Normal("middle", 0, MIDDLE_SD)
        spread = pymc.HalfNormal("spread", SPREAD_SD)
        raw = pymc.Normal("raw", 0, 1, shape=ACTIVITIES)
        effect = pymc.Deterministic("effect", middle + spread * raw)
        slope = pymc.Normal("slope", USUAL_SLOPE, SLOPE_SD)
        noise = pymc.HalfNormal("noise", 3)
        pymc.Normal("change", effect[activity] + slope * numpy.array([one - usual for one in before]), noise, observed=change)
        trace = pymc.sample(2000, tune=1000, chains=2, cores=1, random_seed=1, target_accept=0.97, progressbar=False)
    drawn = trace.posterior["effect"].values.reshape(-1, ACTIVITIES)
    return [float(one) for one in drawn.mean(axis=0)], [float(one) for one in drawn.std(axis=0)]


def main(out: str) -> None:
    cases: list[dict[str, Any]] = []
    for seed in SEEDS:
        data = sessions(seed)
        begin = perf_counter()
        means, sds = pymc_means(data)
        slow = perf_counter() - begin
        begin = perf_counter()
        ours = guesses(summed(data))
        quick = perf_counter() - begin
        apart = max(abs(ours[str(number)].mean - mean) for number, mean in enumerate(means))
        ratios = [ours[str(number)].sd / sd for number, sd in enumerate(sds)]
        near = f"at most {apart:.3f} points apart, sd ratio {min(ratios):.2f} to {max(ratios):.2f}"
        print(f"seed {seed}: {near}, {slow / quick:,.0f} times as quick")
        cases.append({"seed": seed, "sessions": data, "means": means, "sds": sds})
    import pymc

    Path(out).write_text(json.dumps({"pymc": pymc.__version__, "cases": cases}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
