"""About you: everything a person has told dtx about themselves, each thing on a page of its own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from dtx.care.conditions import CONDITIONS
from dtx.care.first_use import FOLLOW_UPS
from dtx.care.flags import AGAIN_DAYS, FLAGS
from dtx.care.gate_words import ABOUT
from dtx.care.profile import Profile
from dtx.care.regions import REGIONS
from dtx.engine.questions import Ask, Choose, Several
from dtx.errors import Unknown
from dtx.language import OWN_NAMES, _, languages
from dtx.person import DECLINED, PRIVATE
from dtx.screening import Asked, Screening, first_use
from dtx.settings import Settings, keep_language
from dtx.tui.countries import NAMES
from dtx.tui.listpage import Entry, ListPage
from dtx.tui.page import Page
from dtx.tui.screeningpage import ScreeningPage
from dtx.tui.wording import spoken

if TYPE_CHECKING:
    from dtx.services import Services

TITLE = _("About you")
WORDS = _("Enter opens a line. You may change it at any time. It all stays on this computer.")
YOUR_NAMES = _("Your own names for places of the body")
NAMES_WORDS = _("A scan then says your word. It may be a part that feels numb, or different, or is not there.")
CALLED = _("What would you call your {region}?\n\nLeft empty, it has its usual name.")
YOUR_ANSWERS = _("What you told us before practising")
TEAM = _("What your care team agreed")
TEAM_WORDS = _("What you said yes to, or were not sure about. If your care team agreed that you practise, you might write it down here.")
NOTHING_CLOSED = _("Nothing here just now. What you say yes to, or are not sure about, would stand here.")

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


def profile_page(services: "Services") -> ListPage:
    """The list of it all."""
    return ListPage(TITLE, WORDS, lambda: tuple(topics(services)), 20)


def topics(services: "Services") -> Iterator[Entry]:
    """One line for each thing, with what holds now."""
    profile = services.profile()
    sore = [spoken(region) for region in REGIONS if region in profile.sore]
    yield Entry(_("Sore places"), ", ".join(sore) or _("none"), change(services, SORE))
    left_out = [spoken(region) for region in REGIONS if region in profile.skip]
    yield Entry(_("Left out of scans"), ", ".join(left_out) or _("none"), change(services, SKIP))
    own = [profile.names[region] for region in REGIONS if region in profile.names]
    yield Entry(_("Your own names"), ", ".join(own) or _("none"), partial(names_page, services))
    yield Entry(_("Stronger side"), spoken(profile.side), change(services, SIDE))
    yield Entry(_("Country"), NAMES.get(profile.country or "", profile.country or _("not said")), change(services, COUNTRY))
    told = [condition.name for condition in CONDITIONS if condition.id in profile.conditions]
    yield Entry(_("Conditions"), ", ".join(told) or _("none said"), change(services, NAMED))
    asked = sum(flag in profile.flags for flag in FLAGS)
    yield Entry(_("Your answers"), _("{number} of {all}").format(number=asked, all=len(FLAGS)), partial(answers_page, services))
    needed = closed(profile)
    agreed = (
        _("{number} of {all}").format(number=sum(flag in profile.agreed for flag in needed), all=len(needed))
        if needed
        else _("not needed now")
    )
    yield Entry(_("Care team agreed"), agreed, partial(team_page, services))
    yield Entry(_("Name on records"), services.store.patient_ref, partial(name_page, services))
    kept = Settings.read(services.home).language
    yield Entry(_("Language"), OWN_NAMES.get(kept or "", _("as this computer")), partial(language_page, services))


# -- one thing, one question


def ask(services: "Services", script: Asked, given_before: Mapping[str, Any], start: Screening | None = None) -> Page:
    """The page of a small script of questions, with what holds now already filled in."""
    screening = (start or Screening(country=services.profile().country)).start([script])
    return ScreeningPage(screening, TITLE, given_before=given_before, as_it_is=True)


def change(services: "Services", question: Several | Choose) -> Callable[[], Page]:
    """The page of one question whose answer goes into the profile."""

    def page() -> Page:
        profile, name = services.profile(), str(question.save)
        holds = getattr(profile, name)
        return ask(services, kept(services, question), {name: tuple(holds) if isinstance(holds, frozenset) else holds})

    return page


def kept(services: "Services", question: Several | Choose) -> Asked:
    answer = yield question
    if answer is not None:
        words = ",".join(answer) if isinstance(answer, tuple) else str(answer)
        services.set_profile({str(question.save): "" if words == ELSEWHERE else words})


def language_page(services: "Services") -> Page:
    return ask(services, spoken_here(services), {"language": Settings.read(services.home).language or COMPUTER})


def spoken_here(services: "Services") -> Asked:
    """The language of everything: sentences are looked up as dtx opens, so it changes the next time."""
    names = (_("As this computer"), *(OWN_NAMES.get(code, code) for code in languages()))
    question = _("Which language should dtx speak?\n\nIt changes when you open dtx the next time.")
    answer = yield Choose(question, names, "language", (COMPUTER, *languages()))
    if answer is not None:
        keep_language(services.home, None if answer == COMPUTER else str(answer))


def name_page(services: "Services") -> Page:
    return ask(services, named(services), {str(PSEUDONYM.save): services.store.patient_ref})


def named(services: "Services") -> Asked:
    """The pseudonym; one that cannot be used stays on the page to be changed."""
    answer = yield PSEUDONYM
    while answer is not None:
        try:
            services.set_profile({"patient_ref": str(answer)})
            return
        except Unknown:
            answer = yield replace(PSEUDONYM, text=f"{UNUSABLE}\n\n{PSEUDONYM.text}")


# -- places of the body by other names


def names_page(services: "Services") -> Page:
    return ListPage(YOUR_NAMES, NAMES_WORDS, lambda: tuple(names(services)), 20)


def names(services: "Services") -> Iterator[Entry]:
    own = services.profile().names
    for region in REGIONS:
        yield Entry(spoken(region).capitalize(), own.get(region, _("as usual")), partial(called_page, services, region))


def called_page(services: "Services", region: str) -> Page:
    return ask(services, called(services, region), {f"name.{region}": services.profile().names.get(region)})


def called(services: "Services", region: str) -> Asked:
    answer = yield Ask(CALLED.format(region=spoken(region)), f"name.{region}", 60)
    services.set_profile({f"name.{region}": str(answer or "")})


# -- the gate's questions


def answers_page(services: "Services") -> Page:
    """The first-use questions, each of which can be answered anew."""
    return ListPage(YOUR_ANSWERS, _("You may change any of them."), lambda: tuple(answers(services)), 9)


def answers(services: "Services") -> Iterator[Entry]:
    profile = services.profile()
    for flag in FLAGS:
        said = profile.flags.get(flag)
        shown = _("Answered") if flag in PRIVATE and said else SAID[said]
        yield Entry(shown, about(flag), partial(answer_page, services, flag))


def answer_page(services: "Services", flag: str) -> Page:
    profile, screening = services.profile(), Screening()
    holds: dict[str, Any] = {f"gate.{flag}": profile.flags.get(flag)}
    if flag in FOLLOW_UPS and (detail := profile.details.get(flag)) is not None:
        holds[str(FOLLOW_UPS[flag].save)] = tuple(detail) if isinstance(detail, list) else detail
    return ask(services, first_use(screening, [flag], partial(keep, services), profile.country), holds, screening)


def keep(services: "Services", changes: Mapping[str, Any]) -> None:
    services.set_profile({key: ",".join(value) if isinstance(value, list) else str(value) for key, value in changes.items()})


def about(flag: str) -> str:
    words = ABOUT[flag]
    return words[:1].upper() + words[1:]


# -- what the care team agreed


def closed(profile: Profile) -> tuple[str, ...]:
    """The flags that an agreement of the care team may lift."""
    said = (flag for flag in FLAGS if profile.flags.get(flag) in ("yes", "unsure") or flag in profile.agreed)
    return tuple(flag for flag in said if flag not in NEVER_AGREED)


def team_page(services: "Services") -> Page:
    words = TEAM_WORDS if closed(services.profile()) else NOTHING_CLOSED
    return ListPage(TEAM, words, lambda: tuple(statements(services)), 22)


def statements(services: "Services") -> Iterator[Entry]:
    profile = services.profile()
    for flag in closed(profile):
        yield Entry(profile.agreed.get(flag) or _("Not written down"), about(flag), partial(statement_page, services, flag))


def statement_page(services: "Services", flag: str) -> Page:
    return ask(services, stated(services, flag), {f"agreed.{flag}": services.profile().agreed.get(flag)})


def stated(services: "Services", flag: str) -> Asked:
    """Who agreed, and when; nothing takes it back."""
    answer = yield Ask(STATEMENT.format(about=ABOUT[flag], days=AGAIN_DAYS), f"agreed.{flag}", 200, _("Dr Lee, by telephone, 3 May"))
    services.set_profile({f"agreed.{flag}": str(answer or "")})
