"""Handing a plugin over: into one file, out of it again, away, and whether its code may run. Nothing is done that was not shown."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any

from dtx import paths
from dtx.authors.authored import NOT_APPROVED, folder_of
from dtx.authors.changed import changes
from dtx.authors.checking import check
from dtx.care.gate_words import ABOUT
from dtx.errors import DtxError, PluginProblem, Refused, Unknown
from dtx.host import trust
from dtx.host.explain import listed
from dtx.host.manifest import Manifest, manifest_in
from dtx.host.packing import SUFFIX, Pack, pack_of, read_pack
from dtx.host.placing import came_out_of_a_file, put, take_away, tidy
from dtx.host.signer import Signer, signer_of, told
from dtx.host.sources import BUNDLED, USER, Found
from dtx.host.starter import AUTHOR
from dtx.host.trust import Tree, TrustFile, read_tree
from dtx.host.version import lower
from dtx.language import _, _n, plain
from dtx.records.claim import is_live
from dtx.records.listing import SessionRow
from dtx.services import Services
from dtx.sessions.unfinished import let_go_of_copies
from dtx.settings import NEVER, Settings
from dtx.sharing.whole import write_whole

NONE_YET = "none yet"
KEPT_ASIDE = _("What you have begun with the old version can be ended with it.")
STAYS = _("Your sessions stay, and so does what you have reached in each exercise.")


@dataclass(frozen=True, slots=True)
class Packed:
    """What `dtx pack` made."""

    path: Path
    manifest: Manifest
    sha256: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What is in a file, before anything of it is copied. `older` is what it would take the place of."""

    pack: Pack
    manifest: Manifest
    tree: Tree
    older: Manifest | None = None
    replaced: str | None = None
    changes: tuple[str, ...] = ()
    begun: bool = False
    signed: str = ""

    @property
    def there(self) -> bool:
        """Whether the very same is installed already."""
        return self.replaced == self.tree.sha256

    def lines(self) -> Iterator[str]:
        """What it is, who wrote and reviewed it, its hash, and what it changes."""
        yield from described(self.manifest)
        size, many = sum(map(len, self.pack.files.values())), len(self.pack.files)
        yield (
            _n("{many} file, {size} kB.", "{many} files, {size} kB.", many).format(many=many, size=ceil(size / 1000))
            + f" {code_in(self.tree)}"
        )
        yield f"SHA-256 {self.tree.sha256}"
        yield self.signed
        if self.older is not None and not self.there:
            yield _("It takes the place of version {version}. What changes:").format(version=self.older.version)
            yield from (f"- {line}" for line in self.changes or (_("nothing that you would see or hear."),))
            yield STAYS
            if self.begun:
                yield KEPT_ASIDE

    def to_json(self, installed: bool) -> dict[str, Any]:
        manifest = self.manifest
        return {
            "id": manifest.id,
            **{name: getattr(manifest, name) for name in ("title", "summary", "version", "author", "reviewer", "reviewed_on", "licence")},
            "flags": list(manifest.flags),
            "activities": [f"{manifest.id}.{one.id}" for one in manifest.activities],
            "files": list(self.pack.files),
            "code": bool(manifest.code),
            "sha256": self.tree.sha256,
            "replaces": self.older.version if self.older else None,
            "changes": list(self.changes),
            "installed": installed,
        }


@dataclass(frozen=True, slots=True)
class Leaving:
    """What `dtx remove` would take away. `own` says that it did not come out of a file, so that there may be no other copy."""

    name: str
    sessions: int
    own: bool
    begun: bool

    def lines(self) -> Iterator[str]:
        yield _("This deletes the folder of '{name}'.").format(name=self.name)
        if self.own:
            yield _("It was not installed from a file, or was changed since: there may be no other copy of it.")
        stay = _n("{number} session of it stays in your records.", "{number} sessions of it stay in your records.", self.sessions)
        yield stay.format(number=self.sessions)
        if self.begun:
            yield _("What you have begun can still be ended; after that its files go.")


@dataclass(frozen=True, slots=True)
class Approval:
    """Code that somebody is asked about."""

    place: Found
    manifest: Manifest
    tree: Tree
    signer: Signer | None = None
    known: str | None = None

    @property
    def same_hand(self) -> bool:
        """Whether it was signed by whoever signed the version that was approved before."""
        return self.signer is not None and self.signer.checked and self.signer.key == self.known

    def lines(self) -> Iterator[str]:
        yield from described(self.manifest)
        yield told(self.signer, self.known)
        if self.same_hand:  # a lighter question: the heavy one was answered once
            yield f"SHA-256 {self.tree.sha256}"
            return
        yield _("From {path}, with this code:").format(path=self.place.path)
        yield from (
            "- " + _("{name}, {size} bytes, {lines} lines").format(name=name, size=len(data), lines=data.count(NEWLINE) + 1)
            for name, data in self.tree.code.items()
        )
        yield f"SHA-256 {self.tree.sha256}"
        yield _("You may read it there first. It will run as you: it could read and change all that you can.")
        yield _("Say yes only if you trust who gave it to you.")
        yield _("If one byte of the folder changes, you are asked again.")


NEWLINE = b"\n"


def described(manifest: Manifest) -> Iterator[str]:
    """What a plugin is, in the words of its author."""
    yield _("{title}, version {version} ({id})").format(title=manifest.title, version=manifest.version, id=manifest.id)
    yield manifest.summary
    yield manifest.signed + " " + _("Licence: {licence}.").format(licence=manifest.licence)
    yield _("In it: {activities}.").format(activities=listed(f"{one.title} ({plain(one.minutes)} min)" for one in manifest.activities))
    if manifest.flags:
        yield _("It needs care with: {what}.").format(what="; ".join(ABOUT[flag] for flag in manifest.flags))


def code_in(tree: Tree) -> str:
    return _("It has code ({code}), which stays off until you approve it.").format(code=listed(tree.code)) if tree.code else _("No code.")


class Handover:
    """Everything that moves a plugin from one person to another, over the services of this person."""

    def __init__(self, services: Services) -> None:
        self._services, self._home = services, services.home
        tidy(self._home)
        self.trusted = TrustFile(self._home / trust.APPROVALS)
        self.signers = TrustFile(self._home / "signers.json")

    # -- for authors

    def pack(self, path: str, out: Path | None, *, mine: bool = False, safe: bool = False) -> Packed:
        """Make one file of a plugin's folder. Raises DtxError where something is to be put right first."""
        folder = folder_of(path, self._services.shelf)
        pack = pack_of(folder)
        tree = pack.tree(folder.parent)
        found = check(folder, self._services.shelf, self._services.now().date(), mine=mine, safe=safe)
        problems = [one for one in found if not one.warning]
        if any(one.sentence == NOT_APPROVED for one in problems):
            problem = _("The code of {name} was not run, since nobody has approved it, so nothing is known of what it does.").format(
                name=folder.name
            )
            raise DtxError(problem, _("If you wrote it or have read it: `dtx pack {path} --mine`.").format(path=path))
        if problems:
            others = _n("There is {number} more thing.", "There are {number} more things.", len(problems) - 1)
            more = " " + others.format(number=len(problems) - 1) if problems[1:] else ""
            raise DtxError(
                _("{name} cannot be handed over yet. {problems}{more}").format(name=folder.name, problems=problems[0], more=more),
                _("`dtx check {path}` shows everything.").format(path=path),
            )
        manifest = manifest_in(tree)
        if AUTHOR in manifest.author:
            raise DtxError(
                _("{name} does not say who wrote it.").format(name=folder.name),
                _("Put your name and profession after 'author:' in plugin.yaml."),
            )
        if pack_of(folder).files != pack.files:
            raise DtxError(_("{name} was changed while it was packed.").format(name=folder.name), _("Pack it again."))
        place = out or Path(f"{pack.name}-{manifest.version}{SUFFIX}")
        write_whole({place: pack.to_bytes()}, self._home)
        return Packed(place, manifest, tree.sha256, pack.left_out)

    # -- for whoever is given a file

    def offer(self, file: Path) -> Offer:
        """What is in a file. Raises DtxError for what cannot be installed here; nothing is copied."""
        pack = read_pack(file)
        tree = pack.tree(paths.plugins(self._home))
        try:
            manifest = manifest_in(tree)
        except PluginProblem as problem:
            raise DtxError(
                _("{name} holds a plugin that does not load: {problem}").format(name=file.name, problem=problem.problem), problem.remedy
            ) from None
        if tree.sha256 in trust.REVOKED:
            raise Refused(_("{name} was called back, because it can do harm.").format(name=file.name), _("Please delete it."))
        for place in self._services.shelf.everywhere(pack.name):
            if place.source != USER:
                raise Refused(
                    _("The name '{name}' is taken ({source}).").format(name=pack.name, source=place.source),
                    _("Ask its author to give it another name."),
                )
        signed = told(signer_of(tree), self.signers.pinned(pack.name))
        return replace(self._compared(file, Offer(pack, manifest, tree)), signed=signed)

    def install(self, offer: Offer) -> None:
        """Copy what was offered into its place. What stood there is kept while something that was begun with it is unfinished."""
        name = offer.pack.name
        rows = self._unfinished(name)
        self._nobody_is_practising(name, rows)
        if self._present(name) != offer.replaced:
            raise DtxError(_("Something else was installed there meanwhile."), _("Install it again."))
        if offer.there:
            return
        if offer.replaced is not None:
            self.trusted.keep_for(name, offer.replaced)
        put(self._home, offer.pack, keep=bool(rows))
        let_go_of_copies(self._services.store, self._home)
        self._services.refresh()

    def leaving(self, name: str) -> Leaving:
        """What would be taken away. Raises `Unknown`, and Refused for what is not among the person's own plugins."""
        if name not in own_folders(self._home):
            self._not_removable(name)
        sha256 = self._present(name)
        sessions = [row for row in self._services.history() if row.plugin_id == name]
        own = sha256 is None or not came_out_of_a_file(self._home, name, sha256)
        return Leaving(name, len(sessions), own, bool(self._unfinished(name)))

    def remove(self, leaving: Leaving) -> None:
        """Delete the folder. The sessions stay, and so does the folder's copy while one of them is unfinished."""
        rows = self._unfinished(leaving.name)
        self._nobody_is_practising(leaving.name, rows)
        if rows and (sha256 := self._present(leaving.name)):
            self.trusted.keep_for(leaving.name, sha256)
        take_away(self._home, leaving.name, keep=bool(rows))
        self.trusted.drop(leaving.name)
        let_go_of_copies(self._services.store, self._home)
        self._services.refresh()

    # -- trust

    def asked(self, name: str) -> Approval:
        """The code of a plugin as it is now. Raises `Unknown`, `PluginProblem`, and Refused where there is nothing to approve."""
        place = next(iter(self._services.shelf.claims(name)), None)
        if place is None:
            raise Unknown(_("There is no plugin '{name}'.").format(name=name), _("`dtx plugins` lists what there is."))
        if place.source == BUNDLED:
            raise Refused(_("'{name}' came with dtx, and needs no approval.").format(name=name), _("`dtx plugins` shows how it is."))
        if place.approved:
            raise Refused(
                _("'{name}' was approved when pip installed it.").format(name=name),
                _("`pip uninstall {package}` takes it away.").format(package=place.source.split()[1]),
            )
        if Settings.read(self._home).code == NEVER:
            raise Refused(
                _("Code from others is switched off here."), _("Whoever set dtx up here can change that; docs/authors/trust.md says how.")
            )
        tree = read_tree(Path(place.path))
        manifest = manifest_in(tree)
        if manifest.code is None:
            raise Refused(
                _("'{name}' has no code, so there is nothing to approve.").format(name=name), _("Its practices are open already.")
            )
        if tree.sha256 in trust.REVOKED:
            raise Refused(
                _("The code of '{name}' was called back, because it can do harm.").format(name=name),
                _("`dtx remove {name}` takes it away.").format(name=name),
            )
        return Approval(place, manifest, tree, signer_of(tree), self.signers.pinned(name))

    def approve(self, approval: Approval) -> str | None:
        """Let exactly what was shown run, and load it once in a process of its own. Returns what goes wrong there, or None."""
        self.trusted.pin(approval.manifest.id, approval.tree.sha256)
        if approval.signer is not None and approval.signer.checked:
            self.signers.pin(approval.manifest.id, approval.signer.key)
        self._services.refresh()
        try:
            self._services.shelf.prove(approval.place, approval.tree)
        except PluginProblem as problem:
            return str(problem)
        finally:
            self._services.refresh()
        return None

    def distrust(self, name: str) -> bool:
        """Take the approval back. Returns whether there was one. Raises `Unknown` for a plugin that is not there either."""
        found = self.trusted.unpin(name)
        self.signers.unpin(name)
        if not found and not self._services.shelf.claims(name):
            raise Unknown(_("There is no plugin '{name}'.").format(name=name), _("`dtx plugins` lists what there is."))
        self._services.refresh()
        return found

    # -- the parts

    def _compared(self, file: Path, offer: Offer) -> Offer:
        """The same, held against what is installed under its name. Raises DtxError where that may not be replaced."""
        name = offer.pack.name
        place = paths.plugins(self._home) / name
        if not place.is_symlink() and not place.exists():
            return offer
        try:
            current = read_tree(place)
        except PluginProblem:
            current = None
        if current is not None and current.sha256 == offer.tree.sha256:
            return Offer(offer.pack, offer.manifest, offer.tree, offer.manifest, current.sha256)
        if current is None or place.is_symlink() or not came_out_of_a_file(self._home, name, current.sha256):
            raise DtxError(
                _("There is a folder '{name}' already that was not installed from a file, or was changed since.").format(name=name),
                _("Move {place} somewhere else, or `dtx remove {name}`; then install again.").format(place=place, name=name),
            )
        try:
            older = manifest_in(current)
        except PluginProblem:
            told = _("what is installed now does not load; this takes its place.")
            return Offer(offer.pack, offer.manifest, offer.tree, offer.manifest, current.sha256, (told,))
        if lower(offer.manifest.version, older.version):
            raise Refused(
                _("{name} is version {version}, and {older} is installed.").format(
                    name=file.name, version=offer.manifest.version, older=older.version
                ),
                _("An older version does not take the place of a newer one; `dtx remove {name}` first if you want it.").format(name=name),
            )
        told_all = list(changes(older, offer.manifest, current, offer.tree))
        if offer.manifest.version == older.version:
            told_all.insert(0, _("it has the same version number, and is not the same."))
        begun = bool(self._unfinished(name))
        return Offer(offer.pack, offer.manifest, offer.tree, older, current.sha256, tuple(told_all), begun)

    def _present(self, name: str) -> str | None:
        """The hash of what is in the person's folder of that name; None for none, and for what cannot be read."""
        place = paths.plugins(self._home) / name
        try:
            return read_tree(place).sha256 if place.is_dir() else None
        except PluginProblem:
            return None

    def _unfinished(self, name: str) -> list[SessionRow]:
        return [row for row in self._services.store.unsealed() if row.plugin_id == name]

    def _nobody_is_practising(self, name: str, rows: list[SessionRow]) -> None:
        if any(is_live(self._home, row.session_id) for row in rows):
            raise DtxError(
                _("Somebody is practising with '{name}' just now.").format(name=name),
                _("Do it again when that session is over; nothing was changed."),
            )

    def _not_removable(self, name: str) -> None:
        place = next(iter(self._services.shelf.claims(name)), None)
        if place is None:
            raise Unknown(_("There is no plugin '{name}'.").format(name=name), _("`dtx plugins` lists what there is."))
        if place.source == BUNDLED:
            raise Refused(_("'{name}' came with dtx, and stays.").format(name=name), _("`DTX_PLUGINS` narrows what is shown."))
        if place.approved:
            raise Refused(
                _("'{name}' was installed by pip.").format(name=name),
                _("`pip uninstall {package}` takes it away.").format(package=place.source.split()[1]),
            )
        raise Refused(
            _("'{name}' is in {parent}, which is not dtx's own.").format(name=name, parent=Path(place.path).parent),
            _("Delete its folder there."),
        )


def own_folders(home: Path) -> list[str]:
    """The names of the folders among the person's own plugins, whatever is in them."""
    try:
        return sorted(entry.name for entry in paths.plugins(home).iterdir() if not entry.name.startswith(".") and entry.is_dir())
    except OSError:
        return []
