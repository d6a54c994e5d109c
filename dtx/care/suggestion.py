"""Which practices one might try next, and why: a suggestion in words that can be switched off. The list at home never moves for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dtx.care.estimate import NONE, Sums, guesses
from dtx.language import _, _n, number

MOST = 3
UNTRIED = _("You have not tried it yet.")
FEW = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`expected` is the change to expect from the person's own notes, and `sd` how unsure that is."""

    activity_id: str
    reason: str
    expected: float
    sd: float


def suggested(open_to: Sequence[str], sums: Mapping[str, Sums]) -> list[Suggestion]:
    """Of what is open to the person, in the order of their list: first what was never tried, then what may help most.

    One standard deviation better than expected counts, so that what is little known gets a fair try.
    """
    found = guesses({name: sums.get(name, NONE) for name in open_to})
    ranked = sorted(open_to, key=lambda name: (found[name].tried > 0, found[name].hoped_for if found[name].tried else 0.0))
    return [Suggestion(name, reason(found[name].tried, found[name].mean), found[name].mean, found[name].sd) for name in ranked[:MOST]]


def reason(tried: int, mean: float) -> str:
    """Why this one: in plain words, with what it rests on, and no promise."""
    if not tried:
        return UNTRIED
    times = _n("{tried} time", "{tried} times", tried).format(tried=tried)
    if tried < FEW:
        return _("You tried it {times} only, so little is known. It may deserve another try.").format(times=times)
    if mean < -0.05:
        return _("In your notes ({times}) pain was about {mean} lower afterwards than at the beginning.").format(
            times=times, mean=number(abs(mean))
        )
    return _("You know it well ({times}). In your notes pain was about the same afterwards.").format(times=times)
