"""Whether the items of an instrument may be shown, or only its score be entered (clinical 7.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dtx.errors import DtxError

KEYS = ("holder", "terms_url", "proof_on_file")


@dataclass(frozen=True, slots=True)
class Licence:
    """What a plugin declares as `instrument_licence`. `proof_on_file` says that the permission is kept somewhere."""

    holder: str = ""
    terms_url: str = ""
    proof_on_file: bool = False

    @classmethod
    def of(cls, declared: Mapping[str, Any] | None) -> "Licence":
        """From the plugin's words; what is missing, or is not what it should be, counts as not given."""
        declared = declared or {}
        holder, terms = (str(declared.get(key) or "").strip() for key in KEYS[:2])
        proof = declared.get(KEYS[2])
        return cls(holder, terms, proof is True or (isinstance(proof, str) and proof.strip().casefold() in ("yes", "true")))

    @property
    def items_allowed(self) -> bool:
        """Without all three, item text is refused and only a score may be entered."""
        return bool(self.holder and self.terms_url and self.proof_on_file)


def check(instrument: str, declared: Mapping[str, Any] | None) -> None:
    """Raises `DtxError` for items of an instrument whose licence is not declared in full."""
    if not Licence.of(declared).items_allowed:
        raise DtxError(
            f"The items of {instrument} belong to somebody, and no licence is declared for them.",
            "Declare instrument_licence with holder, terms_url and proof_on_file, or ask only for the score.",
        )
