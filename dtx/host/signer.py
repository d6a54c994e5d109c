"""Who signed a plugin: minisign's signature over the hash of its folder, and the key that came with it.

A signature says that a newer version comes from whoever made the older one. It says nothing about whether that is somebody to trust.
The format is minisign's (https://jedisct1.github.io/minisign), both with and without hashing first.
"""

import base64
import binascii
from dataclasses import dataclass
from hashlib import blake2b
from typing import NoReturn

from dtx.errors import PluginProblem
from dtx.host.trust import PUBLIC_KEY, SIGNATURE, Tree
from dtx.language import _

PLAIN, HASHED = b"Ed", b"ED"
KEY_BYTES, SIGNATURE_BYTES = 42, 74
TRUSTED = "trusted comment: "
REMEDY = _("Ask its author for it once more.")


@dataclass(frozen=True, slots=True)
class Signer:
    """`key` is the public key as minisign writes it. `checked` is False where the library that checks it is not installed."""

    key: str
    checked: bool = True

    @property
    def short(self) -> str:
        """The key's number, as minisign shows it."""
        return base64.b64decode(self.key)[2:10][::-1].hex().upper()


def message_of(tree: Tree) -> bytes:
    """What is signed: the hash of the folder in hexadecimal, on a line of its own."""
    return f"{tree.sha256}\n".encode()


def signer_of(tree: Tree) -> Signer | None:
    """Who signed this folder, or None where nobody did. Raises `PluginProblem` where the signature does not fit."""
    if tree.signature is None:
        return None
    if tree.key is None:
        refuse(tree, _("has a {signature} and no {key}").format(signature=SIGNATURE, key=PUBLIC_KEY))
    try:
        key = public_key(tree.key)
        kind, number, signature, comment, whole = parts(tree.signature)
    except (ValueError, binascii.Error):
        refuse(tree, _("has a signature that cannot be read"))
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return Signer(base64.b64encode(key).decode(), checked=False)
    message = message_of(tree)
    try:
        if number != key[2:10]:
            raise InvalidSignature
        public = Ed25519PublicKey.from_public_bytes(key[10:])
        public.verify(signature, blake2b(message).digest() if kind == HASHED else message)
        public.verify(whole, signature + comment)
    except InvalidSignature:
        refuse(tree, _("was changed after it was signed, or signed with another key"))
    return Signer(base64.b64encode(key).decode())


def public_key(data: bytes) -> bytes:
    """The key in a `minisign.pub`: two letters, its number, and 32 bytes. Raises ValueError."""
    lines = [line for line in data.decode("ascii").splitlines() if line and not line.startswith("untrusted comment:")]
    key = base64.b64decode(lines[0], validate=True) if len(lines) == 1 else b""
    if len(key) != KEY_BYTES or key[:2] != PLAIN:
        raise ValueError("no key of minisign")
    return key


def parts(data: bytes) -> tuple[bytes, bytes, bytes, bytes, bytes]:
    """(kind, number of the key, signature, trusted comment, signature over both) of a `.minisig`. Raises ValueError."""
    untrusted, first, trusted, last, *more = data.decode("utf-8").splitlines()
    found, whole = base64.b64decode(first, validate=True), base64.b64decode(last, validate=True)
    fits = untrusted.startswith("untrusted comment:") and trusted.startswith(TRUSTED) and not more
    if not fits or len(found) != SIGNATURE_BYTES or found[:2] not in (PLAIN, HASHED) or len(whole) != 64:
        raise ValueError("no signature of minisign")
    return found[:2], found[2:10], found[10:], trusted.removeprefix(TRUSTED).encode(), whole


def refuse(tree: Tree, what: str) -> NoReturn:
    raise PluginProblem(tree.folder.name, _("The plugin '{name}' {what}.").format(name=tree.folder.name, what=what), REMEDY)


def told(signer: Signer | None, known: str | None) -> str:
    """What there is to say of a signature, where `known` is the key that was approved for this plugin before."""
    if signer is None:
        return _("Nobody signed it, though the one before was signed: ask its author.") if known else _("Nobody signed it.")
    if not signer.checked:
        return _("Signed with key {short}, which cannot be checked here; `pip install 'dtx[lock]'` brings what checks it.").format(
            short=signer.short
        )
    if known is None:
        return _("Signed with key {short}, which is new here: compare it with what its author tells you.").format(short=signer.short)
    if signer.key == known:
        return _("Signed with key {short}, the same as before.").format(short=signer.short)
    return _("Signed with key {short}, and NOT with the key you approved before: ask its author.").format(short=signer.short)
