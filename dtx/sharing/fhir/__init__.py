"""FHIR R4 (4.0.1): sessions and diary entries for the software of a care team, as plain dicts; the tests hold them against validators."""

from collections.abc import Iterable

from dtx.engine.export import Exporter
from dtx.host.hookspecs import hookimpl
from dtx.language import _
from dtx.sharing.fhir.bundles import to_collection, to_ndjson, to_transaction


@hookimpl
def dtx_exporters() -> Iterable[Exporter]:
    yield Exporter("fhir", "FHIR", ".json", to_collection)
    yield Exporter("fhir-transaction", _("FHIR for a server"), ".json", to_transaction)
    yield Exporter("fhir-ndjson", _("FHIR in lines"), ".ndjson", to_ndjson)
