"""What a person wrote in one session, as a page to print: a coping card, or a thought record in rows. Nothing is fetched."""

from collections.abc import Iterator, Mapping
from typing import Any

from dtx.care.help import DISCLAIMER, GET_HELP
from dtx.engine.record import SessionLog
from dtx.engine.saved import leaves
from dtx.errors import DtxError
from dtx.language import _, day_of, language
from dtx.page.html import POLICY, STYLE, told

CARD = "thought_record.coping_card"
BLANK = "___"
CARD_LINES = {
    "when": _("When {blank}").format(blank=BLANK),
    "notice": _("I notice {blank}").format(blank=BLANK),
    "tell_myself": _("I can tell myself: {blank}").format(blank=BLANK),
    "do": _("I can do (2 min): {blank}").format(blank=BLANK),
    "contact": _("I can contact {blank}").format(blank=BLANK),
    "got_me_through": _("What got me through before: {blank}").format(blank=BLANK),
}
"""The lines of the card (clinical 4.5), as the activity asks for them."""

LABELS = {
    "situation": _("What happened"),
    "body": _("What the body did"),
    "pain_now": _("Pain when this was written, 0 to 10"),
    "traps": _("Patterns"),
    "facts_for": _("What speaks for it"),
    "facts_against": _("What does not fit it"),
    "balanced.text": _("A fairer way to say it"),
    "balanced.belief": _("How much that is believed, of 100"),
    "belief_before": _("Belief before, of 100"),
    "belief_after": _("Belief after, of 100"),
    "action.what": _("One small thing to do next"),
    "action.size": _("How small"),
    "action.obstacle": _("What might get in the way"),
    "prediction.how_bad": _("How bad it would be, 0 to 10"),
    "alternative": _("What else might happen"),
    "safety_props": _("Habits to leave out"),
    "date": _("When to try it"),
    "result.what": _("What happened"),
    "result.pain_during": _("Pain during, 0 to 10"),
    "result.pain_next_morning": _("Pain the next morning, 0 to 10"),
}
PRINTED = """
th { width: 12em } td, td:nth-child(1), td:nth-child(3) { white-space: pre-line; overflow-wrap: anywhere }
.card { border: 2px solid #111; border-radius: 1em; padding: 1em 1.5em; font-size: 24px; overflow-wrap: anywhere; break-inside: avoid }
.card p { margin: .5em 0 }
"""


def saved_page(log: SessionLog) -> bytes:
    """The page as UTF-8; everything that was left blank is left out. Raises DtxError when nothing was written."""
    content = list(card(log.saved) if log.activity_id == CARD else record(log))
    if not content:
        raise DtxError(
            _("Nothing was written down in this session."), _("`dtx show {id}` shows what is kept of it.").format(id=log.session_id[:8])
        )
    return "".join(f"{line}\n" for line in (*head(log.activity_title), *content, "</main></body></html>")).encode()


def head(title: str) -> Iterator[str]:
    yield "<!doctype html>"
    yield f'<html lang="{language()}"><head><meta charset="utf-8"><title>{told(title)}</title>'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}{PRINTED}</style></head>'
    yield f"<body><main><h1>{told(title)}</h1>"


def card(saved: Mapping[str, Any]) -> Iterator[str]:
    """Six lines at most, and where help is; nothing else, since others may see it."""
    lines = [line.replace(BLANK, " ".join(words.split())) for name, line in CARD_LINES.items() if (words := saved.get(name))]
    if lines:
        yield f'<div class="card">{"".join(f"<p>{told(line)}</p>" for line in lines)}</div>'
        yield f"<p>{told(GET_HELP)}</p>"


def record(log: SessionLog) -> Iterator[str]:
    found = list(rows(log.saved))
    if found:
        yield f"<p>{told(day_of(log.started_at))}</p><table><tbody>"
        for label, words in found:
            yield f'<tr><th scope="row">{told(label)}</th><td>{told(words)}</td></tr>'
        yield f"</tbody></table><p>{told(DISCLAIMER)}</p>"


def rows(saved: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(what, words) for all that was answered, in order."""
    for name, value in saved.items():
        if name in LISTS and isinstance(value, list) and all(isinstance(one, Mapping) for one in value):
            title, line = LISTS[name]
            yield title, "\n".join(map(line, value))
            continue
        for path, answer in leaves({name: value}):
            if answer not in (None, [], {}):
                yield label(path), ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer)


def label(path: str) -> str:
    plain = path.rpartition(".")[2].replace("_", " ")
    return LABELS.get(path, plain[:1].upper() + plain[1:])


def feeling(kept: Mapping[str, Any]) -> str:
    """`afraid 80 -> 55`, with what was given of it (clinical 4.1)."""
    numbers = [str(kept[when]) for when in ("before", "after") if kept.get(when) is not None]
    return f"{kept.get('name') or ''} {' -> '.join(numbers)}".strip()


def thought(kept: Mapping[str, Any]) -> str:
    """The person's own words, the star, and how much they were believed."""
    belief = kept.get("belief_before")
    return f"{'★ ' if kept.get('hot') else ''}{kept.get('text') or ''}" + (
        " " + _("(believed {belief} of 100)").format(belief=belief) if belief is not None else ""
    )


LISTS = {"emotions": (_("Feelings"), feeling), "thoughts": (_("Thoughts"), thought)}
