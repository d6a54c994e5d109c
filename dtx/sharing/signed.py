"""A signature by the store's own key: it shows that two exports came from the same store, and that nothing was changed on the way.

It does not show that what the person wrote is so; nobody but the person was there.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Self

from dtx.engine.export import About
from dtx.errors import DtxError
from dtx.language import _

NAME = "signature.json"
CONTEXT = b"dtx export 1\n"
"""Stands before what is signed, so that the signature means nothing anywhere else."""


class NotSigned(DtxError):
    """What came is not what the store signed, or was not signed at all."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed: whose sessions, in which form and span, the journal's head and its time, and the SHA-256 of each file by name."""

    patient_ref: str
    form: str
    app_version: str
    since: str | None
    until: str | None
    count: int
    first_day: str | None
    last_day: str | None
    head: str
    head_at: str | None
    include: tuple[str, ...]
    files: Mapping[str, str]

    @classmethod
    def of(cls, about: About, form: str, include: frozenset[str], files: Mapping[str, bytes]) -> Self:
        return cls(
            patient_ref=about.patient_ref,
            form=form,
            app_version=about.app_version,
            since=about.since,
            until=about.until,
            count=about.count,
            first_day=about.first_day,
            last_day=about.last_day,
            head=about.head,
            head_at=about.head_at,
            include=tuple(sorted(include)),
            files={name: sha256(content).hexdigest() for name, content in sorted(files.items())},
        )

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """From another's file. Raises KeyError, TypeError, ValueError and OverflowError for what is no statement."""
        texts: dict[str, Any] = {name: str(told[name]) for name in ("patient_ref", "form", "app_version", "head")}
        days: dict[str, Any] = {
            name: None if told[name] is None else str(told[name]) for name in ("since", "until", "first_day", "last_day", "head_at")
        }
        for name in ("first_day", "last_day"):
            date.fromisoformat(days[name] or "2000-01-01")
        files = {str(name): str(digest) for name, digest in told["files"].items()}
        return cls(count=int(told["count"]), include=tuple(map(str, told["include"])), files=files, **texts, **days)

    def text(self) -> bytes:
        """The one way to write it down, so that the signature fits. In it `files` are sorted by name."""
        return CONTEXT + json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Signed:
    """`store` is the public key of the store that signed, in hexadecimal."""

    statement: Statement
    store: str


def signature(statement: Statement, seed: bytes) -> bytes:
    """The content of `signature.json`. `seed` is the store's own, 32 bytes. The same data gives the same bytes (RFC 8032)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(seed)
    whole = {
        "dtx": 1,
        "statement": asdict(statement),
        "store": key.public_key().public_bytes_raw().hex(),
        "signature": key.sign(statement.text()).hex(),
    }
    return (json.dumps(whole, indent=1, sort_keys=True) + "\n").encode()


def verified(files: Mapping[str, bytes]) -> Signed:
    """What was signed, from the files that came. Raises NotSigned where anything is changed, missing or too much."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if NAME not in files:
        raise NotSigned(_("It carries no signature of a store."), _("Ask for it again, made with `dtx export --to-age`."))
    try:
        whole = json.loads(files[NAME])
        statement = Statement.read(whole["statement"])
        store = str(whole["store"])
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(store)).verify(bytes.fromhex(whole["signature"]), statement.text())
    except (ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError, InvalidSignature):
        raise NotSigned(_("Its signature does not fit."), _("It was changed after it was made. Ask for it again.")) from None
    found = {name: sha256(content).hexdigest() for name, content in files.items() if name != NAME}
    if found != statement.files:
        raise NotSigned(_("Its content is not what was signed."), _("It was changed after it was made. Ask for it again."))
    return Signed(statement, store.lower())


def short(store: str) -> str:
    """A store's key as people compare it aloud: four groups of four."""
    digest = sha256(bytes.fromhex(store)).hexdigest()[:16]
    return " ".join(digest[index : index + 4] for index in range(0, 16, 4))
