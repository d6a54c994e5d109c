"""What a server says about a transaction, entry by entry: only what it clearly took in counts as taken in."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dtx.engine.words import clean
from dtx.language import _
from dtx.sharing.fhir.server import Answer

TAKEN = re.compile(r"20[014](\s.*)?\Z", re.DOTALL)
"""Done: what is only put aside for later (202) is not."""
WRONG = ("error", "fatal")
LONGEST = 200
PUT_ASIDE = _("it was put aside for later, and is not in yet")
NOT_UNDERSTOOD = _("the answer is no transaction-response, so nobody knows whether it was taken in")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One entry that was not taken in: which (`Observation?identifier=…`), the status, and the server's own words."""

    entry: str
    status: str
    words: str


def refusals(answer: Answer, urls: Sequence[str]) -> list[Refusal | None]:
    """For each entry of the transaction None where it was taken in, else why not. `urls` are those of the requests, in order."""
    body = read(answer.body)
    if answer.status not in (200, 201):
        why = outcome(body) or (PUT_ASIDE if answer.status == 202 else _("no reason given"))
        return [Refusal(url, str(answer.status), why) for url in urls]
    entries = body.get("entry") if body.get("resourceType") == "Bundle" and body.get("type") == "transaction-response" else None
    if not isinstance(entries, list) or len(entries) != len(urls):
        return [Refusal(url, str(answer.status), outcome(body) or NOT_UNDERSTOOD) for url in urls]
    return [refusal(url, entry) for url, entry in zip(urls, entries, strict=True)]


def refusal(url: str, entry: Any) -> Refusal | None:
    response = entry.get("response") if isinstance(entry, dict) else None
    status = response.get("status") if isinstance(response, dict) else None
    told = [response.get("outcome")] if isinstance(response, dict) else []
    told += [entry.get("resource")] if isinstance(entry, dict) else []
    if isinstance(status, str) and TAKEN.match(status) and not any(map(is_wrong, told)):
        return None
    words = next(filter(None, map(outcome, told)), None)
    late = isinstance(status, str) and status.startswith("202")
    return Refusal(
        url, clean(status)[:40] if isinstance(status, str) else _("no status"), words or (PUT_ASIDE if late else _("no reason given"))
    )


def is_wrong(body: Any) -> bool:
    """Whether an OperationOutcome says that it did not work, whatever the status beside it says."""
    issues = body.get("issue") if isinstance(body, dict) and body.get("resourceType", "OperationOutcome") == "OperationOutcome" else None
    return any(isinstance(issue, dict) and issue.get("severity") in WRONG for issue in (issues if isinstance(issues, list) else []))


def outcome(body: Any) -> str | None:
    """The words of an OperationOutcome, in one line."""
    issues = body.get("issue") if isinstance(body, dict) else None
    told = []
    for issue in issues if isinstance(issues, list) else []:
        if isinstance(issue, dict):
            details = issue.get("details")
            words = issue.get("diagnostics") or (details.get("text") if isinstance(details, dict) else None) or issue.get("code")
            told += [words] if isinstance(words, str) else []
    line = " ".join(clean("; ".join(told)).split())
    return line[:LONGEST] or None


def read(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
