"""The key of locked records: 32 random bytes, kept only wrapped, by a passphrase, a recovery key or the system's keyring.

The file `dtx.key` is JSON with one slot for each way in. A passphrase becomes a key by argon2id (RFC 9106), and that key
wraps the one of the records (AES key wrap, RFC 3394), which notices a wrong passphrase and a damaged file.
"""

import json
import os
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, Self

from dtx.errors import DtxError, StoreLocked, WrongPassphrase
from dtx.language import _
from dtx.paths import refusal, sync

KEY_BYTES = 32
SHORTEST = 8
"""Characters. Fewer are soon guessed by a program that tries them all."""

MEMORY_KIB, PASSES, LANES = 65_536, 3, 4
"""About 0.2 s and 64 MiB for each guess, as RFC 9106 recommends where memory is scarce."""

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that looks like a digit."""
MISREAD = str.maketrans("OIL", "011")
GROUPS, GROUP = 5, 5
"""A recovery key has 25 letters, which are 125 bits."""

SERVICE = "dtx"

How = Literal["passphrase", "recovery", "keyring"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in. `wrapped` and `salt` are base 64; a slot of the keyring has only the `name` under which the key is kept there."""

    how: How
    wrapped: str = ""
    salt: str = ""
    memory_kib: int = 0
    passes: int = 0
    lanes: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The ways in. `changing` says that the records are being locked or unlocked, and may be in either state if that broke off."""

    slots: tuple[Slot, ...]
    changing: bool = False

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises StoreLocked for what is no key file."""
        try:
            kept = json.loads(text)
            slots = tuple(Slot(**slot) for slot in kept["slots"])
            if kept["format"] != 1 or not slots or type(kept["changing"]) is not bool:
                raise ValueError
        except (ValueError, TypeError, KeyError, RecursionError):
            raise StoreLocked(
                _("The key file of your records (dtx.key) is damaged."),
                _("Put the one from a backup in its place; `dtx restore` does that."),
            ) from None
        return cls(slots, kept["changing"])

    def to_json(self) -> str:
        slots = [asdict(slot) for slot in self.slots]
        return json.dumps({"format": 1, "cipher": "SQLCipher 4, raw key", "changing": self.changing, "slots": slots}, indent=1)

    @property
    def asks(self) -> bool:
        """Whether there is a passphrase to type."""
        return any(slot.how == "passphrase" for slot in self.slots)

    def open(self, typed: str) -> bytes:
        """The key, from a passphrase or the recovery key. Raises WrongPassphrase."""
        recovery = plain_recovery(typed)
        for slot in self.slots:
            said = typed if slot.how == "passphrase" else recovery if slot.how == "recovery" else None
            if said is not None and (key := unwrapped(slot, said)) is not None:
                return key
        raise WrongPassphrase(_("That does not open your records."), _("You might try it again; the recovery key opens them, too."))

    def from_keyring(self) -> bytes | None:
        """The key from the system's keyring, or None where it is not in there."""
        for slot in self.slots:
            if slot.how == "keyring":
                with suppress(Exception):  # each system's keyring fails in ways of its own
                    import keyring  # 264 ms

                    kept = keyring.get_password(SERVICE, slot.name)
                    if kept is not None and len(key := bytes.fromhex(kept)) == KEY_BYTES:
                        return key
        return None

    def changed(self, key: bytes, passphrase: str) -> "KeyFile":
        """The same key behind another passphrase. The recovery key stays; the keyring lets go."""
        kept = [slot for slot in self.slots if slot.how == "recovery"]
        return KeyFile((wrapped("passphrase", key, passphrase), *kept))


def new(passphrase: str | None) -> tuple[KeyFile, bytes, str]:
    """A key file, its key, and the recovery key as it is shown once. Without a passphrase the system's keyring keeps the key.

    Raises DtxError where there is no keyring, or the passphrase is too short.
    """
    key = os.urandom(KEY_BYTES)
    recovery = new_recovery()
    first = wrapped("passphrase", key, checked(passphrase)) if passphrase is not None else into_keyring(key)
    return KeyFile((first, wrapped("recovery", key, recovery.replace("-", "")))), key, recovery


def checked(passphrase: str) -> str:
    """Raises DtxError for a passphrase that would protect little."""
    if len(passphrase.strip()) < SHORTEST:
        raise DtxError(
            _("That passphrase has fewer than {shortest} letters.").format(shortest=SHORTEST),
            _("You might take four or five words that only you know."),
        )
    return passphrase


def into_keyring(key: bytes) -> Slot:
    name = os.urandom(8).hex()
    try:
        import keyring
        from keyring.backends.fail import Keyring as Nothing

        if isinstance(keyring.get_keyring(), Nothing):
            raise no_keyring()
        keyring.set_password(SERVICE, name, key.hex())
        if keyring.get_password(SERVICE, name) != key.hex():
            raise no_keyring()
    except ImportError:
        raise missing() from None
    except DtxError:
        raise
    except Exception:
        raise no_keyring() from None
    return Slot("keyring", name=name)


def forget(slots: Sequence[Slot]) -> None:
    """Take out of the system's keyring what was kept there."""
    for slot in slots:
        if slot.how == "keyring":
            with suppress(Exception):
                import keyring

                keyring.delete_password(SERVICE, slot.name)


def new_recovery() -> str:
    letters = "".join(LETTERS[byte % len(LETTERS)] for byte in os.urandom(GROUPS * GROUP))  # 256 is 8 times 32: no letter comes oftener
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def plain_recovery(typed: str) -> str | None:
    """What was typed, if it may be a recovery key: blanks, dashes and small letters do not matter."""
    letters = "".join(c for c in typed.upper() if c not in " -\t").translate(MISREAD)
    return letters if len(letters) == GROUPS * GROUP and all(c in LETTERS for c in letters) else None


def wrapped(how: How, key: bytes, said: str) -> Slot:
    salt = os.urandom(16)
    slot = Slot(how, "", b64encode(salt).decode(), MEMORY_KIB, PASSES, LANES)
    try:
        from cryptography.hazmat.primitives.keywrap import aes_key_wrap
    except ImportError:
        raise missing() from None
    return replace(slot, wrapped=b64encode(aes_key_wrap(stretched(slot, said), key)).decode())


def unwrapped(slot: Slot, said: str) -> bytes | None:
    """The key, or None where this does not open the slot."""
    try:
        from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap
    except ImportError:
        raise missing() from None
    try:
        key = aes_key_unwrap(stretched(slot, said), b64decode(slot.wrapped))
    except (InvalidUnwrap, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def stretched(slot: Slot, said: str) -> bytes:
    """A key from words. The same letters written in another way of Unicode are the same words."""
    try:
        from argon2.low_level import Type, hash_secret_raw
    except ImportError:
        raise missing() from None
    words = unicodedata.normalize("NFC", said).encode("utf-8", "surrogatepass")
    return hash_secret_raw(words, b64decode(slot.salt), slot.passes, slot.memory_kib, slot.lanes, KEY_BYTES, Type.ID)


def no_keyring() -> DtxError:
    return DtxError(_("There is no keyring of the system that dtx could use here."), _("Lock with a passphrase: `dtx lock`."))


def missing() -> DtxError:
    return DtxError(_("Locking the records needs a few more parts of dtx."), _("Install them with pip install 'dtx[lock]'."))


def read(path: Path) -> KeyFile | None:
    """The key file at `path`, or None where there is none. Raises StoreProblem."""
    try:
        return KeyFile.from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError):
            raise refusal(error, path) from error
        return KeyFile.from_json("")


def write(path: Path, file: KeyFile) -> None:
    """On disk, whole, before this returns: without it the records cannot be opened. Raises StoreProblem."""
    beside = path.with_name(path.name + ".tmp")
    try:
        with open(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:  # noqa: PTH123
            out.write(file.to_json())
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
        sync(path.parent)
    except OSError as error:
        raise refusal(error, path) from error


def described(file: KeyFile) -> dict[str, Any]:
    """How one gets in, for `--json`."""
    return {"opens_with": [slot.how for slot in file.slots]}
