"""An export locked for one reader (age, X25519): packed, signed and encrypted in memory, so that nothing in the clear touches the disk."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec

from dtx.engine.export import Export, Exporter, pieces
from dtx.errors import DtxError, Unknown
from dtx.language import _
from dtx.sharing.signed import NAME, Signed, Statement, signature, verified

STEM = "sessions"
MADE = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can say; the same data gives the same bytes."""
MOST_FILES, MOST_BYTES = 20, 256 * 1024 * 1024
"""What an opened export may hold, so that a file made to fill a computer fills none."""
OURS = re.compile(rf"{STEM}(\.[A-Za-z0-9_]+)+")
"""What a file inside may be called: nothing that leads out of a folder."""
HEADER = b"age-encryption.org/v1\n"


class NotOpened(DtxError):
    """A locked file that this key, or any key, does not open."""


def needed() -> None:
    """Raises DtxError where what locks files is not installed."""
    for module in ("pyrage", "cryptography"):
        if find_spec(module) is None:
            raise DtxError(
                _("Locking and opening files needs {module}, which is not installed.").format(module=module),
                _("Install it with pip install 'dtx[sealed]'."),
            )


def recipient(key: str) -> str:
    """A public key as it was given, without blanks. Raises Unknown for what is none."""
    needed()
    from pyrage import RecipientError, x25519

    found = "".join(key.split())
    try:
        return str(x25519.Recipient.from_str(found))
    except RecipientError:
        raise Unknown(
            _("That is no public key of age."), _("It begins with age1 and has 62 characters; your care team's `dtx key` shows theirs.")
        ) from None


def new_key() -> tuple[str, str]:
    """(public, secret) of a new pair, as age writes them."""
    needed()
    from pyrage import x25519

    identity = x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def public_of(secret: str) -> str:
    """Raises DtxError for what is no secret key of age."""
    return str(identity_of(secret).to_public())


def identity_of(text: str):  # type: ignore[no-untyped-def]
    """The key in a file as `age-keygen` writes it: the line that begins with AGE-SECRET-KEY-1."""
    needed()
    from pyrage import IdentityError, x25519

    line = next((line.strip() for line in text.splitlines() if line.strip().startswith("AGE-SECRET-KEY-1")), "")
    try:
        return x25519.Identity.from_str(line)
    except IdentityError:
        raise DtxError(_("There is no secret key of age in that file."), _("It is a line that begins with AGE-SECRET-KEY-1.")) from None


def sealed(export: Export, exporter: Exporter, keys: Sequence[str], seed: bytes) -> bytes:
    """The export in that form with all that goes beside it, signed with the store's `seed` and locked for the public `keys`."""
    files = {f"{STEM}{exporter.suffix}": joined(exporter.write(export))}
    beside = exporter.beside(export) if exporter.beside else {}
    files |= {f"{STEM}{ending}": joined(content) for ending, content in beside.items()}
    files[NAME] = signature(Statement.of(export.about, exporter.name, export.include, files), seed)
    return locked(packed(files), keys)


def joined(content: bytes | str | Iterable[bytes | str]) -> bytes:
    return b"".join(pieces(content))


def packed(files: Mapping[str, bytes]) -> bytes:
    """A zip, so that `age -d` alone gives what any computer opens."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, inside in files.items():
            info = zipfile.ZipInfo(name, MADE)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            folder.writestr(info, inside)
    return content.getvalue()


def locked(content: bytes, keys: Sequence[str]) -> bytes:
    needed()
    import pyrage

    return bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(key) for key in keys]))


def opened(content: bytes, secret: str) -> tuple[dict[str, bytes], Signed]:
    """The files of a locked export and what its store signed. Raises NotOpened and NotSigned; what is tampered with or cut is refused."""
    files = unpacked(unlocked(content, secret))
    if any(name != NAME and not OURS.fullmatch(name) for name in files):
        raise NotOpened(_("What is in it is no export of dtx."), _("Open it with age, and see what it is."))
    signed = verified(files)
    if not signed.statement.files:
        raise NotOpened(_("There is nothing in it."), _("Ask for it again."))
    return files, signed


def unlocked(content: bytes, secret: str) -> bytes:
    identity = identity_of(secret)
    import pyrage

    if not content.startswith(HEADER):
        raise NotOpened(_("It is no file that dtx or age has locked."), _("Choose one that was made with `dtx export --to-age`."))
    try:
        return bytes(pyrage.decrypt(content, [identity]))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise NotOpened(_("It was locked for another key."), _("Ask for it to be made for yours; `dtx key` shows it.")) from None
        raise NotOpened(_("It is cut short or was changed on its way."), _("Ask for it again.")) from None


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a zip by name. Raises NotOpened for what is none, or too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as folder:
            listed = folder.infolist()
            names = [info.filename for info in listed]
            if len(listed) > MOST_FILES or sum(info.file_size for info in listed) > MOST_BYTES or len(set(names)) < len(names):
                raise NotOpened(_("It holds more than an export does."), _("Check with whoever sent it."))
            found = {}
            for info in listed:
                with folder.open(info) as file:  # as much as it says, whatever it holds
                    found[info.filename] = file.read(info.file_size + 1)
            return found
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        raise NotOpened(_("What is in it is no export of dtx."), _("Open it with age, and see what it is.")) from None
