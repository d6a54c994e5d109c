"""Every form of export there is, by the name that `dtx export --to` knows it by: ours and those of plugins, all through one hook."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from dtx.engine.export import Exporter
from dtx.errors import DtxError, PluginProblem, Unknown
from dtx.host.exporters import HOOK, checked
from dtx.host.loader import Loaded, call, hooked
from dtx.host.shelf import Shelf
from dtx.language import _

OURS = ("table", "lines", "workbook", "redcap", "parquet", "fhir", "pdf", "web")
"""Our modules, in the order in which `--help` names their forms."""


def ours() -> dict[str, Exporter]:
    """The forms that came with dtx: each module is registered and asked as a plugin's is."""
    found: dict[str, Exporter] = {}
    for name in OURS:
        loaded = Loaded("dtx", Path(__file__).parent, {}, hooked("dtx", import_module(f"dtx.sharing.{name}")))
        found |= {exporter.name: exporter for exporter in map(checked, call(loaded, HOOK))}
    return found


def formats(shelf: Shelf) -> dict[str, Exporter]:
    """Ours first; a plugin's form that takes the name of another is left out, and `shelf.problems` says so."""
    found = ours()
    for exporter in shelf.exporters():
        if exporter.name in found:
            problem = _("A plugin offers a form of export called '{name}', and there is one already.").format(name=exporter.name)
            shelf.problems.append(PluginProblem(exporter.name, problem, _("The first one is used.")))
        else:
            found[exporter.name] = exporter
    return found


def named(found: Mapping[str, Exporter], name: str, problems: Sequence[PluginProblem]) -> Exporter:
    """The form of this name. `problems` are those of plugins that may have offered it.

    Raises `Unknown` for a form that nobody offers, and DtxError for one whose library is not installed.
    """
    if name not in found:
        why = "".join(f" {problem.problem}" for problem in problems)
        raise Unknown(
            _("There is no form {name!r} for an export.").format(name=name) + why, _("There are: {names}.").format(names=", ".join(found))
        )
    exporter = found[name]
    if missing := [module for module in exporter.modules if find_spec(module) is None]:
        remedy = (
            _("Install it with pip install 'dtx[{extra}]'.").format(extra=exporter.extra) if exporter.extra else _("Install it with pip.")
        )
        raise DtxError(_("'{title}' needs {missing}, which is not installed.").format(title=exporter.title, missing=missing[0]), remedy)
    return exporter
