"""Simulated people: eight activities, effects that differ by 0.8 points, noise of 1.8, pain that drifts, whole numbers from 0 to 10."""

import random
from collections.abc import Callable, Mapping

from dtx.care.estimate import NONE, Sums, guesses

NAMES = tuple(f"a{number}" for number in range(8))
Policy = Callable[[Mapping[str, Sums], random.Random], str]


def followed(policy: Policy, seed: int, sessions: int, *, differ: float = 0.8) -> tuple[float, dict[str, Sums]]:
    """What following the policy costs this person, in points over all sessions, and the sums of their notes."""
    chance, own = random.Random(seed), random.Random(seed + 10**6)
    effect = {name: chance.gauss(-0.5, differ) for name in NAMES}
    sums, pain, regret = dict.fromkeys(NAMES, NONE), 5.0, 0.0
    for _ in range(sessions):
        pain = 5 + 0.7 * (pain - 5) + chance.gauss(0, 1.4)
        before = whole(pain)
        chosen = policy(sums, own)
        after = whole(before + effect[chosen] - 0.3 * (before - 5) + chance.gauss(0, 1.8))
        sums[chosen] = sums[chosen].then(before, after - before)
        regret += effect[chosen] - min(effect.values())
    return regret, sums


def whole(pain: float) -> int:
    return min(10, max(0, round(pain)))


def at_random(sums: Mapping[str, Sums], chance: random.Random) -> str:
    return chance.choice(NAMES)


def greedy(sums: Mapping[str, Sums], chance: random.Random) -> str:
    """Each once, then always the one with the lowest mean so far."""
    untried = [name for name in NAMES if not sums[name].n]
    return chance.choice(untried) if untried else min(NAMES, key=lambda name: sums[name].change / sums[name].n)


def as_suggested(sums: Mapping[str, Sums], chance: random.Random) -> str:
    """Each once, then what is hoped for most."""
    untried = [name for name in NAMES if not sums[name].n]
    if untried:
        return chance.choice(untried)
    found = guesses(sums)
    return min(NAMES, key=lambda name: found[name].hoped_for)
