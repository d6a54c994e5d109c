"""How many there are of something, in words."""

from dtx.language import _, _n, plain


def minutes(number: float) -> str:
    """How long it takes, as a sentence of its own."""
    return _("{n} minutes.").format(n=plain(number))


def sessions(n: int) -> str:
    return _n("{n} session", "{n} sessions", n).format(n=n)


def check_ins(n: int) -> str:
    return _n("{n} check-in", "{n} check-ins", n).format(n=n)


def entries(n: int) -> str:
    """Sessions and check-ins together."""
    return _n("{n} session or check-in", "{n} sessions and check-ins", n).format(n=n)


def backups(n: int) -> str:
    """Where else something was erased."""
    return _n("Also from {n} backup.", "Also from {n} backups.", n).format(n=n)
