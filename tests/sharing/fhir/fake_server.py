"""A FHIR server as a function: it takes transactions in by conditional PUT, and refuses what a test wants it to refuse."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from dtx.errors import DtxError
from dtx.sharing.fhir.server import Answer, Leaving

Refuse = Callable[[dict[str, Any]], str | None]
"""Looks at an entry and gives the status and words of a refusal, or None."""


@dataclass
class FakeServer:
    """`whole` refuses the transaction where one entry is refused, as the specification has it; otherwise only that entry."""

    refuse: Refuse = lambda entry: None
    whole: bool = True
    status: int = 200
    body: bytes | None = None
    gone_after: int | None = None
    kept: dict[str, Any] = field(default_factory=dict)
    posts: list[list[str]] = field(default_factory=list)

    def post(self, content: bytes, leaving: Leaving = lambda: None) -> Answer:
        if self.gone_after is not None and len(self.posts) >= self.gone_after:
            raise DtxError("https://fhir.example did not answer (Connection refused).", "Look at the address and the connection.")
        leaving()
        bundle = json.loads(content)
        assert bundle["type"] == "transaction"
        self.posts.append([entry["request"]["url"] for entry in bundle["entry"]])
        if self.status != 200 or self.body is not None:
            return Answer(self.status, self.body or b"")
        refused = {entry["request"]["url"]: why for entry in bundle["entry"] if (why := self.refuse(entry))}
        if refused and self.whole:
            return Answer(422, json.dumps(outcome(next(iter(refused.values())))).encode())
        entries = [self.take(entry, refused.get(entry["request"]["url"])) for entry in bundle["entry"]]
        return Answer(200, json.dumps({"resourceType": "Bundle", "type": "transaction-response", "entry": entries}).encode())

    def take(self, entry: dict[str, Any], why: str | None) -> dict[str, Any]:
        if why:
            return {"response": {"status": "422", "outcome": outcome(why)}}
        new = entry["request"]["url"] not in self.kept
        self.kept[entry["request"]["url"]] = entry["resource"]
        return {"response": {"status": "201 Created" if new else "200 OK", "location": "Thing/1"}}

    def of(self, kind: str) -> list[Any]:
        return [resource for resource in self.kept.values() if resource["resourceType"] == kind]


def outcome(words: str) -> dict[str, Any]:
    return {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "invalid", "diagnostics": words}]}
