"""Options held to a plan: narrower ranges and fewer choices, never wider or more, and what the plan asks for as the usual value."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dtx.care.plan import Bound
from dtx.errors import Unknown
from dtx.host.explain import listed
from dtx.host.options import NO, YES, Option, Options, plain, settle
from dtx.language import _, any_of

NOTHING_LEFT = _("Please ask whoever wrote the plan.")


class Misfit(Unknown):
    """A plan that asks of a practice what it does not take."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The options of an activity that are open under a plan; those in `closed` have no value there."""

    options: Options
    closed: tuple[str, ...] = ()

    def settle(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """A value for every option, as `settle` gives it. Raises `Unknown` for what the plan does not leave open."""
        for name in self.closed:
            if given.get(name) is not None:
                problem = _("Your plan leaves no choice of {name}.").format(name=name)
                raise Unknown(problem, _("Leave it out, or talk to whoever wrote the plan."))
        return settle(self.options, given) | dict.fromkeys(self.closed)


def narrowed(options: Options, bounds: Mapping[str, Bound], asked: Mapping[str, str]) -> Narrowed:
    """The options within these bounds, with what is `asked` for as their usual values. Raises `Misfit`.

    An option that stands in place of a bounded one would be a way round it, so it is closed unless it has a bound of its own.
    """
    open_: dict[str, Option] = dict(options)
    for name, bound in bounds.items():
        if name not in options:
            raise Misfit(_("Your plan limits {name}, and this practice has no such option.").format(name=name), NOTHING_LEFT)
        open_[name] = within(options[name], bound)
    closed = tuple(name for name in options if name not in bounds and beside(name, options).intersection(bounds))
    for name in closed:
        del open_[name]
    for name, text in asked.items():
        if name not in open_:
            sentence = _("Your plan asks for {name}={value}, and this practice has no such option there.")
            raise Misfit(sentence.format(name=name, value=text), NOTHING_LEFT)
        try:
            value = open_[name].parse(text)
        except Unknown as problem:
            sentence = _("Your plan asks for {name}={value}. {problem}").format(name=name, value=text, problem=problem.problem)
            raise Misfit(sentence, NOTHING_LEFT) from None
        open_[name] = replace(open_[name], default=value, instead_of=None)
        for other in beside(name, options) - {name}:  # what stands in its place is off, unless it is chosen
            if other in open_:
                open_[other] = replace(open_[other], default=None, instead_of=name)
    return Narrowed({name: replace(one, instead_of=None) if one.instead_of in closed else one for name, one in open_.items()}, closed)


def beside(name: str, options: Options) -> set[str]:
    """The options that exclude this one, and those that it excludes."""
    return {other for other, one in options.items() if one.instead_of == name} | ({str(options[name].instead_of)} & options.keys())


def within(option: Option, bound: Bound) -> Option:
    """One option held to a bound; what was the usual value is brought inside. Raises `Misfit` where nothing is left."""
    match option.type:
        case "whole" | "number" if bound.choices is None:
            low = max((one for one in (option.low, bound.low) if one is not None), default=None)
            high = min((one for one in (option.high, bound.high) if one is not None), default=None)
            if low is not None and high is not None and low > high:
                raise misfit(option, bound)
            return replace(option, low=low, high=high, default=clamped(option.default, low, high))
        case "choice" | "several" | "yes_no":
            left = tuple(choice for choice in choices_of(option) if allows(bound, choice))
            if not left and option.type != "several":
                raise misfit(option, bound)
            return replace(option, choices=left, default=usual(option, left))
    raise misfit(option, bound)


def choices_of(option: Option) -> tuple[str | int, ...]:
    return option.choices or ((NO[0], YES[0]) if option.type == "yes_no" else ())


def allows(bound: Bound, choice: str | int) -> bool:
    if bound.choices is not None:
        return str(choice).casefold() in (one.casefold() for one in bound.choices)
    if not isinstance(choice, int):
        return False
    return (bound.low is None or choice >= bound.low) and (bound.high is None or choice <= bound.high)


def clamped(value: Any, low: float | None, high: float | None) -> Any:
    if value is None:
        return None
    value = value if low is None else max(value, type(value)(low))
    return value if high is None else min(value, type(value)(high))


def usual(option: Option, left: tuple[str | int, ...]) -> Any:
    """The usual value among what is left: its own, else the nearest smaller number, else the first."""
    if option.type == "several":
        return tuple(one for one in option.default or () if one in left)
    if option.type == "yes_no":
        return option.default if (YES[0] if option.default else NO[0]) in left else left[0] == YES[0]
    if option.default in left or option.default is None:
        return option.default
    smaller = [one for one in left if isinstance(one, int) and isinstance(option.default, int) and one <= option.default]
    return max(smaller) if smaller else left[0]


def misfit(option: Option, bound: Bound) -> Misfit:
    sentence = _("Your plan holds {name} to {bound}, but it {takes}.")
    return Misfit(sentence.format(name=option.name, bound=in_words(bound), takes=option.takes()), NOTHING_LEFT)


def wider(option: Option, bound: Bound) -> str | None:
    """Why a bound leaves more than the practice does, as the end of a sentence; None where it is tighter. For checks."""
    if option.type in ("whole", "number"):
        if bound.low is not None and option.low is not None and bound.low < option.low:
            return f"begins at {plain(bound.low)}, and the practice at {plain(option.low)}"
        if bound.high is not None and option.high is not None and bound.high > option.high:
            return f"ends at {plain(bound.high)}, and the practice at {plain(option.high)}"
    known = {str(one).casefold() for one in choices_of(option)}
    if bound.choices is not None and (more := [one for one in bound.choices if one.casefold() not in known]):
        return f"has {listed(more)}, which the practice does not know"
    return None


def in_words(bound: Bound) -> str:
    """`3 to 10`, `at most 10`, or the choices."""
    if bound.choices is not None:
        return any_of(bound.choices)
    if bound.low is not None and bound.high is not None:
        return _("{low} to {high}").format(low=plain(bound.low), high=plain(bound.high))
    if bound.high is not None:
        return _("at most {number}").format(number=plain(bound.high))
    return _("at least {number}").format(number=plain(bound.low or 0))
