"""What a person may tell dtx about themselves: the questions, and where each answer goes. No page is in here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from dtx.care.conditions import CONDITIONS
from dtx.care.countries import NAMES
from dtx.care.first_use import FOLLOW_UPS
from dtx.care.flags import AGAIN_DAYS, FLAGS
from dtx.care.gate_words import ABOUT
from dtx.care.profile import Profile
from dtx.care.regions import REGIONS, spoken
from dtx.engine.questions import Ask, Choose, Several
from dtx.errors import Unknown
from dtx.language import OWN_NAMES, _, languages
from dtx.sessions.person import DECLINED, PRIVATE
from dtx.sessions.screening import Asked, Screening, first_use
from dtx.settings import Settings, keep_language

if TYPE_CHECKING:
    from dtx.services import Services

CALLED = _("What would you call your {region}?\n\nLeft empty, it has its usual name.")
SAID: Mapping[str | None, str] = {"yes": _("Yes"), "no": _("No"), "unsure": _("Not sure"), DECLINED: _("Not said"), None: _("Not asked")}
UNUSABLE = _("That one cannot be used.")
STATEMENT = _(
    "My care team agreed: {about}\n\nYou might write who it was, and when. It counts for {days} days. Left empty, it does not count."
)
NEVER_AGREED = ("self_harm", "drowsy")
"""Flags that nobody's agreement lifts: one closes nothing, the other passes by itself (clinical 8.1, 8.2)."""

SORE = Several(
    _("Which places are sore just now?\n\nA scan is kinder there, a muscle is only let go, and some exercises change."),
    tuple(spoken(region).capitalize() for region in REGIONS),
    "sore",
    REGIONS,
)
SKIP = replace(
    SORE,
    text=_("Which places should a scan leave out?\n\nTheir time goes to the breath, or to quiet."),
    save="skip",
)
SIDE = Choose(_("Which is your stronger side?"), (_("Right"), _("Left")), "side", ("right", "left"))
ELSEWHERE = _("Somewhere else")
COUNTRY = Choose(
    _("Where do you live?\n\nThe help page then shows the numbers for that country."),
    (*NAMES.values(), ELSEWHERE),
    "country",
    (*NAMES, ELSEWHERE),
)
NAMED = Several(
    _("Have you been told that you have one of these?\n\nSome practices may then come with a few more words of care."),
    tuple(condition.name for condition in CONDITIONS),
    "conditions",
    tuple(condition.id for condition in CONDITIONS),
)
PSEUDONYM = Ask(
    _("A name for your records, never your own\n\nIt stands on what you hand over. Letters and digits, without blanks."),
    "patient_ref",
    40,
    "blue-heron-7",
)


COMPUTER = "computer"


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing a person may tell: what it is called, what holds now, the questions, and the answers to begin with, by question id."""

    title: str
    now: str
    begin: Callable[[], Screening]
    holds: Mapping[str, Any]


def one_thing(services: "Services", title: str, now: str, script: Callable[[], Asked], holds: Mapping[str, Any]) -> Topic:
    return Topic(title, now, lambda: Screening(country=services.profile().country).start([script()]), holds)


def change(services: "Services", title: str, now: str, question: Several | Choose) -> Topic:
    """One question whose answer goes into the profile."""
    holds = getattr(services.profile(), str(question.save))
    given = {str(question.save): tuple(holds) if isinstance(holds, frozenset) else holds}
    return one_thing(services, title, now, partial(kept, services, question), given)


def basics(services: "Services") -> Iterator[Topic]:
    """Everything that is one question."""
    profile = services.profile()
    sore = [spoken(region) for region in REGIONS if region in profile.sore]
    yield change(services, _("Sore places"), ", ".join(sore) or _("none"), SORE)
    left_out = [spoken(region) for region in REGIONS if region in profile.skip]
    yield change(services, _("Left out of scans"), ", ".join(left_out) or _("none"), SKIP)
    yield change(services, _("Stronger side"), spoken(profile.side), SIDE)
    yield change(services, _("Country"), NAMES.get(profile.country or "", profile.country or _("not said")), COUNTRY)
    told = [condition.name for condition in CONDITIONS if condition.id in profile.conditions]
    yield change(services, _("Conditions"), ", ".join(told) or _("none said"), NAMED)
    ref = services.store.patient_ref
    yield one_thing(services, _("Name on records"), ref, partial(named, services), {str(PSEUDONYM.save): ref})
    spoken_now = Settings.read(services.home).language
    now = OWN_NAMES.get(spoken_now or "", _("as this computer"))
    yield one_thing(services, _("Language"), now, partial(spoken_here, services), {"language": spoken_now or COMPUTER})


def own_names(services: "Services") -> Iterator[Topic]:
    """A name of one's own for each place of the body."""
    own = services.profile().names
    for region in REGIONS:
        title, now = spoken(region).capitalize(), own.get(region, _("as usual"))
        yield one_thing(services, title, now, partial(called, services, region), {f"name.{region}": own.get(region)})


def answers(services: "Services") -> Iterator[Topic]:
    """The gate's questions, each of which can be answered anew."""
    profile = services.profile()
    for flag in FLAGS:
        said = profile.flags.get(flag)
        holds: dict[str, Any] = {f"gate.{flag}": said}
        if flag in FOLLOW_UPS and (detail := profile.details.get(flag)) is not None:
            holds[str(FOLLOW_UPS[flag].save)] = tuple(detail) if isinstance(detail, list) else detail
        shown = _("Answered") if flag in PRIVATE and said else SAID[said]
        yield Topic(about(flag), shown, partial(asked_anew, services, flag), holds)


def asked_anew(services: "Services", flag: str) -> Screening:
    country = services.profile().country
    screening = Screening(country=country)
    return screening.start([first_use(screening, [flag], partial(keep, services), country)])


def statements(services: "Services") -> Iterator[Topic]:
    """What the care team agreed to, where that may lift something."""
    profile = services.profile()
    for flag in closed(profile):
        holds = {f"agreed.{flag}": profile.agreed.get(flag)}
        yield one_thing(services, about(flag), profile.agreed.get(flag) or _("Not written down"), partial(stated, services, flag), holds)


def kept(services: "Services", question: Several | Choose) -> Asked:
    answer = yield question
    if answer is not None:
        words = ",".join(answer) if isinstance(answer, tuple) else str(answer)
        services.set_profile({str(question.save): "" if words == ELSEWHERE else words})


def named(services: "Services") -> Asked:
    """The pseudonym; one that cannot be used stays on the page to be changed."""
    answer = yield PSEUDONYM
    while answer is not None:
        try:
            services.set_profile({"patient_ref": str(answer)})
            return
        except Unknown:
            answer = yield replace(PSEUDONYM, text=f"{UNUSABLE}\n\n{PSEUDONYM.text}")


def called(services: "Services", region: str) -> Asked:
    answer = yield Ask(CALLED.format(region=spoken(region)), f"name.{region}", 60)
    services.set_profile({f"name.{region}": str(answer or "")})


def keep(services: "Services", changes: Mapping[str, Any]) -> None:
    services.set_profile({key: ",".join(value) if isinstance(value, list) else str(value) for key, value in changes.items()})


def about(flag: str) -> str:
    words = ABOUT[flag]
    return words[:1].upper() + words[1:]


def closed(profile: Profile) -> tuple[str, ...]:
    """The flags that an agreement of the care team may lift."""
    said = (flag for flag in FLAGS if profile.flags.get(flag) in ("yes", "unsure") or flag in profile.agreed)
    return tuple(flag for flag in said if flag not in NEVER_AGREED)


def stated(services: "Services", flag: str) -> Asked:
    """Who agreed, and when; nothing takes it back."""
    answer = yield Ask(STATEMENT.format(about=ABOUT[flag], days=AGAIN_DAYS), f"agreed.{flag}", 200, _("Dr Lee, by telephone, 3 May"))
    services.set_profile({f"agreed.{flag}": str(answer or "")})


def spoken_here(services: "Services") -> Asked:
    """The language of everything: sentences are looked up as dtx opens, so it changes the next time."""
    names = (_("As this computer"), *(OWN_NAMES.get(code, code) for code in languages()))
    question = _("Which language should dtx speak?\n\nIt changes when you open dtx the next time.")
    answer = yield Choose(question, names, "language", (COMPUTER, *languages()))
    if answer is not None:
        keep_language(services.home, None if answer == COMPUTER else str(answer))
