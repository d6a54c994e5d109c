"""Handing an export over: said in words, locked where that is wished, written whole, and written down as shared."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from dtx.engine.export import PARTS, Content, Export, Exporter, pieces
from dtx.errors import Unknown
from dtx.language import N_, _
from dtx.records.shares import Share, Shares
from dtx.records.store import Store
from dtx.settings import Settings
from dtx.sharing.preview import in_words
from dtx.sharing.whole import companions, write_whole

NOBODY: Mapping[str, str] = MappingProxyType({})
NOT_OF_IT = _("{path} was there before and does not belong to this export.")
STANDARD_OUTPUT, FILE, BROKEN = N_("standard output"), N_("file"), N_("file, but it broke off")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hand over: the form, the days (both included, None for no end), and what is named beyond the usual.

    `reader` is a preset of `sharing.readers`; `locked_for` are names of the settings' recipients, or public keys themselves.
    """

    form: str
    since: date | None = None
    until: date | None = None
    include: tuple[str, ...] = ()
    reader: str | None = None
    locked_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Giving:
    """An export that is ready to leave. `write` and `content` write down that it left just before it does, so that none goes unnoted."""

    exporter: Exporter
    export: Export
    locked_for: Mapping[str, str]
    store: Store
    home: Path
    now: Callable[[], datetime] = field(repr=False)

    @property
    def words(self) -> str:
        """The preview, in sentences."""
        return in_words(self.export, self.exporter, self.locked_for)

    @property
    def suffix(self) -> str:
        """How its file is usually called at the end. What is locked is a zip inside, as `age -d` gives it back."""
        return ".zip.age" if self.locked_for else self.exporter.suffix

    @property
    def binary(self) -> bool:
        return self.exporter.binary or bool(self.locked_for)

    def write(self, out: Path) -> list[Path]:
        """Write it to `out`, with what goes beside it, whole or not at all; and write down that it left. Gives the files' names."""
        files: dict[Path, Content] = {out: self._locked() if self.locked_for else self.exporter.write(self.export)}
        files |= self._beside(out, self.export)
        noted = False

        def leaving() -> None:
            nonlocal noted
            self.note(FILE)
            noted = True

        try:
            write_whole(files, self.home, leaving)
        except BaseException:
            if noted:
                self.note(BROKEN)
            raise
        return list(files)

    def left_over(self, out: Path, written: Collection[Path]) -> list[Path]:
        """What an earlier export, of more, put beside `out`, where this one has `written` nothing."""
        more = replace(self.export, sessions=(), diary=(), include=frozenset(PARTS))
        return [path for path in self._beside(out, more) if path not in written and path.is_file()]

    def content(self) -> Iterator[bytes]:
        """The content in pieces, for whoever reads along; that it left is written down before the first."""
        coming = pieces(self.exporter.write(self.export))
        first = next(coming, b"")
        self.note(STANDARD_OUTPUT)
        yield first
        yield from coming

    def note(self, went_to: str) -> None:
        """Write down that it was shared."""
        about = self.export.about
        Shares(self.store).add(
            Share(
                at=self.now().isoformat(timespec="seconds"),
                form=self.exporter.name,
                went_to=went_to,
                reader=about.reader,
                locked_for=tuple(self.locked_for),
                include=tuple(sorted(self.export.include & {*self.exporter.parts})),
                since=about.since,
                until=about.until,
                sessions=about.count,
                first_day=about.first_day,
                last_day=about.last_day,
                head=about.head,
            )
        )

    def _beside(self, out: Path, export: Export) -> dict[Path, Content]:
        """The files that go beside `out`; beside a locked one there is none."""
        return {} if self.locked_for or self.exporter.beside is None else companions(out, self.exporter.beside(export))

    def _locked(self) -> bytes:
        from dtx.sharing.sealed import sealed

        return sealed(self.export, self.exporter, list(self.locked_for.values()), Shares(self.store).seed())


def keys(names: Sequence[str], settings: Settings) -> dict[str, str]:
    """The public key of each name; a key is its own name. Raises `Unknown`, and DtxError where what locks files is not installed."""
    from dtx.sharing.sealed import needed, recipient

    if names:
        needed()
    found = {}
    for name in names:
        if name in settings.recipients:
            found[name] = recipient(settings.recipients[name])
        elif name.startswith("age1"):
            found[name] = recipient(name)
        else:
            known = (
                _("There are: {names}.").format(names=", ".join(settings.recipients)) if settings.recipients else _("There is nobody yet.")
            )
            adds = _("`dtx recipients --set NAME=KEY` adds somebody.")
            raise Unknown(_("Nobody is called {name!r} here.").format(name=name), f"{known} {adds}")
    return found
