"""The care team's own key: one file that opens what patients locked for it."""

from pathlib import Path

from dtx.errors import DtxError, Unknown
from dtx.language import _
from dtx.paths import make_private, reason, refusal
from dtx.sharing.sealed import new_key, public_of
from dtx.sharing.whole import write

MOST_BYTES = 100_000


def file(home: Path) -> Path:
    return home / "team.key"


def made(home: Path) -> tuple[str, bool]:
    """(public key, whether it is new). One that is there is never written over."""
    if file(home).exists():
        return public(file(home)), False
    known, secret = new_key()
    make_private(home)
    try:
        write(file(home), f"# public key: {known}\n{secret}\n".encode())
    except FileExistsError:  # another window was quicker
        return public(file(home)), False
    except OSError as error:
        raise refusal(error, file(home)) from error
    return known, True


def public(path: Path) -> str:
    return public_of(secret(path))


def secret(path: Path) -> str:
    """What a key file holds. Raises `Unknown` where it cannot be read."""
    try:
        with path.open("rb") as content:
            return content.read(MOST_BYTES).decode(errors="replace")
    except OSError as error:
        raise Unknown(
            _("The key in {path} cannot be read ({strerror}).").format(path=path, strerror=reason(error)),
            _("Give a file that `dtx key` or age-keygen made."),
        ) from None


def own(home: Path, chosen: Path | None) -> str:
    """The secret key to open with: the chosen file's, else this computer's. Raises DtxError where there is none."""
    if chosen is not None:
        return secret(chosen)
    if not file(home).exists():
        raise DtxError(
            _("There is no key on this computer to open it with."),
            _("`dtx key` makes one for your patients to lock with; --key FILE takes another."),
        )
    return secret(file(home))
